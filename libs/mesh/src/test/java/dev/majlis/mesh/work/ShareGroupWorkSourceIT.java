package dev.majlis.mesh.work;

import dev.majlis.mesh.kafka.ShareGroups;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

class ShareGroupWorkSourceIT extends WorkSourceContract {

    @Override
    WorkSource source(String bootstrapServers, Admin admin, String group, int limit, Duration lock) {
        ShareGroups.startAtEarliest(admin, group);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", group,
                "share.acknowledgement.mode", "explicit",
                "share.acquire.mode", "record_limit",
                "max.poll.records", "2");
        return new ShareGroupWorkSource(
                () -> new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                group,
                limit / 2,
                lock.dividedBy(3));
    }
}
