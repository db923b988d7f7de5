package dev.majlis.mesh.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaModelRegistryIT extends ModelRegistryContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static Mesh trainer;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(folder, 0);
        trainer = mesh("trainer");
    }

    @AfterAll
    static void stop() {
        trainer.close();
        broker.close();
    }

    @BeforeEach
    @AfterEach
    void empties() {
        trainer.registry().all().forEach(version -> trainer.registry().withdraw(version.model()));
    }

    @Override
    ModelRegistry registry() {
        return trainer.registry();
    }

    private static Mesh mesh(String service) {
        return Mesh.connect(MeshSettings.of(broker.bootstrapServers(), service));
    }

    @Test
    void tellsEveryProcessTheSameAlsoOneThatWasStartedAgain() {
        var told = new Told();
        registry().publish(ModelVersions.of("m", "1"));
        try (Mesh scorer = mesh("scorer")) {
            var subscription = scorer.registry().subscribe(told);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told.changes).containsExactly("m=1"));
            registry().publish(ModelVersions.of("m", "2"));
            registry().rollback("m");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told.changes).containsExactly("m=1", "m=2", "m=1"));
            subscription.close();
        }

        try (Mesh again = mesh("scorer")) {
            assertThat(again.registry().current("m"))
                    .isEqualTo(registry().current("m"))
                    .map(ModelVersion::version)
                    .contains("1");
            // the topic may grow while it is read: a process is ready as soon as it has caught up
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(again.unready()).isEmpty());
            again.registry().publish(ModelVersions.of("m", "4"));
        }
        assertThat(registry().publish(ModelVersions.of("m", "5")).previous())
                .map(ModelVersion::version)
                .contains("4");
    }

    @Test
    void readsOverRecordsThatAreNoVersions() throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            String topic = "majlis." + KafkaModelRegistry.TOPIC;
            for (String value : new String[] {"not json", "{}", "null", "{\"model\":\"../x\"}", "[1]"}) {
                producer.send(new ProducerRecord<>(topic, "m".getBytes(UTF_8), value.getBytes(UTF_8)))
                        .get(10, TimeUnit.SECONDS);
            }
        }

        registry().publish(ModelVersions.of("m", "1"));

        try (Mesh other = mesh("other")) {
            assertThat(other.registry().all()).extracting(ModelVersion::version).containsExactly("1");
        }
    }
}
