package dev.majlis.foe.fake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of two partitions into which a client wrote rows, not all of them good. */
public final class RowTopic {
    private RowTopic() {}

    /**
     * The first record of partition 0 has no label of the pool, the second no value, the third of partition 1 is no JSON.
     *
     * @param lines good rows
     */
    public static void fill(String brokers, String topic, String lines)
            throws InterruptedException, ExecutionException {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers);
        try (var admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
        List<String> good = lines.lines().toList();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            send(producer, topic, 0, "{\"input\":\"z d0 1\",\"label\":\"z\"}");
            send(producer, topic, 0, null);
            for (int i = 0; i < good.size(); i++) {
                if (i == 4) {
                    send(producer, topic, 1, "{\"input\":");
                }
                send(producer, topic, i % 2, good.get(i));
            }
            producer.flush();
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition, String value) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic, partition, null, bytes));
    }
}
