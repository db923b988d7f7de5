package dev.majlis.mesh.work;

import dev.majlis.mesh.MeshSettings.Source;
import dev.majlis.mesh.kafka.ShareGroups;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

class ShareGroupWorkSourceIT extends WorkSourceContract {

    @Override
    Source kind() {
        return Source.SHARE;
    }

    @Override
    WorkSource source(String bootstrapServers, Admin admin, String group, int limit, Duration lock) {
        ShareGroups.startAtEarliest(admin, group);
        return new ShareGroupWorkSource(
                records -> consumer(bootstrapServers, group, records), group, limit, 3, lock.dividedBy(3));
    }

    private static KafkaShareConsumer<byte[], byte[]> consumer(String bootstrapServers, String group, int records) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                group,
                "share.acknowledgement.mode",
                "explicit",
                "share.acquire.mode",
                "record_limit",
                "max.poll.records",
                Integer.toString(records));
        return new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
