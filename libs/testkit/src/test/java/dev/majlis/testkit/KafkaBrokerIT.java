package dev.majlis.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {

    @Test
    void keepsRecordsAcrossARestartAndRenewsTheLockOfAShareGroupRecord(@TempDir Path folder) throws Exception {
        int port;
        try (var broker = KafkaBroker.start(folder, 0)) {
            port = broker.port();
            Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (var admin = Admin.create(settings)) {
                admin.createTopics(List.of(new NewTopic("letters", 1, (short) 1)))
                        .all()
                        .get();
            }
            try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>("letters", "salaam".getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }

        try (var broker = KafkaBroker.start(folder, port)) {
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers", broker.bootstrapServers(),
                    "group.id", "readers",
                    "share.acknowledgement.mode", "explicit");
            try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                var group = new ConfigResource(ConfigResource.Type.GROUP, "readers");
                admin.incrementalAlterConfigs(Map.of(
                                group,
                                List.of(new AlterConfigOp(
                                        new ConfigEntry("share.auto.offset.reset", "earliest"),
                                        AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
            }
            try (var consumer =
                    new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of("letters"));
                var values = new ArrayList<String>();
                for (int poll = 0; poll < 60 && values.size() < 2; poll++) {
                    for (var record : consumer.poll(Duration.ofMillis(500))) {
                        values.add(new String(record.value(), StandardCharsets.UTF_8));
                        consumer.acknowledge(
                                record, values.size() == 1 ? AcknowledgeType.RENEW : AcknowledgeType.ACCEPT);
                        assertThat(consumer.commitSync().values()).allMatch(Optional::isEmpty);
                    }
                }

                assertThat(values).containsExactly("salaam", "salaam");
            }
        }
    }
}
