package dev.majlis.mesh.work;

import dev.majlis.mesh.MeshSettings.Source;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

class ConsumerGroupWorkSourceIT extends WorkSourceContract {

    @Override
    Source kind() {
        return Source.GROUP;
    }

    @Override
    WorkSource source(String bootstrapServers, Admin admin, String group, int limit, Duration lock) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", group,
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "max.poll.records", "2");
        return new ConsumerGroupWorkSource(
                () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                group,
                limit - 1);
    }
}
