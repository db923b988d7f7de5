package dev.majlis.foe.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.fake.LetterEmbedder;
import dev.majlis.foe.frugal.PriceCurve;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.state.Stores;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the router on one database. */
class ServedPoolsTest {
    private static final OutputTable ROWS = RandomTables.labelledTwin(new Random(1), 200, 2, 2, 0.8);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T10:15:30Z"));
    private final AtomicReference<Double> price = new AtomicReference<>(1.0);
    private Stores stores;
    private Instance one;
    private Instance other;

    /** What one process holds. */
    private record Instance(Experts experts, Pools pools, Fusers fusers, FuserFiles files, ServedPools served) {}

    @BeforeEach
    void start() {
        stores = new Stores(new Stores.Settings(folder, Optional.empty(), "", ""), clock());
        one = instance();
        other = instance();
        for (String id : List.of("e0", "e1")) {
            one.experts()
                    .register(fields(
                            """
                    {"id":"%s","kind":"classifier","labels":["a","b"],"measured":true,"cost":{"money":1},
                     "endpoint":{"type":"mesh","operation":"x.y"}}"""
                                    .formatted(id)));
        }
        one.pools().make(fields("{\"id\":\"p\",\"experts\":[\"e0\",\"e1\"]}"));
        keep("f1");
        keep("f2");
    }

    @AfterEach
    void stop() {
        stores.close();
    }

    @Test
    void seesAPromotionOfAnotherInstanceWithinASecond() {
        one.pools().promote("p", "f1");
        assertThat(fuser(other)).contains("f1");

        one.pools().promote("p", "f2");
        Optional<String> atOnce = fuser(other);
        pass(Duration.ofMillis(1_001));

        assertThat(atOnce).contains("f1");
        assertThat(fuser(other)).contains("f2");
    }

    @Test
    void seesAChangedExpertAndARollback() {
        one.pools().promote("p", "f1");
        one.pools().promote("p", "f2");
        assertThat(fuser(other)).contains("f2");

        one.pools().rollback("p");
        one.experts()
                .change(
                        "e0",
                        fields(
                                """
                {"kind":"classifier","labels":["a","b"],"endpoint":{"type":"mesh","operation":"x.z"}}"""));
        pass(Duration.ofSeconds(2));

        assertThat(fuser(other)).contains("f1");
        assertThat(other.served().find("p").experts().get(0).expert().version()).isEqualTo("2");
    }

    @Test
    void readsNothingAnewWhenNothingHasChanged() {
        one.pools().promote("p", "f1");
        ServedPool before = one.served().find("p");

        pass(Duration.ofSeconds(5));

        assertThat(one.served().find("p")).isSameAs(before);
    }

    @Test
    void followsMeasuredPricesThatHaveMovedMuch() {
        one.pools().promote("p", "f1");
        ServedFuser before = one.served().find("p").fuser().orElseThrow();

        price.set(1.1);
        pass(Duration.ofSeconds(2));
        ServedFuser little = one.served().find("p").fuser().orElseThrow();
        price.set(3.0);
        pass(Duration.ofSeconds(2));
        ServedFuser much = one.served().find("p").fuser().orElseThrow();

        assertThat(little).isSameAs(before);
        assertThat(much.router().price(0)).isEqualTo(3.0);
        assertThat(much.record()).isEqualTo(before.record());
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static Optional<String> fuser(Instance instance) {
        return instance.served().find("p").fuser().map(fuser -> fuser.record().id());
    }

    private void keep(String id) {
        PoolRecord pool = one.pools().find("p");
        FuserSettings settings = FuserSettings.read(fields("{\"dataset\":\"d\",\"kappa\":10}"), pool);
        one.fusers()
                .keep(new FuserRecord(
                        id,
                        1,
                        "p",
                        settings,
                        Map.of("e0", "1", "e1", "1"),
                        ROWS.rows(),
                        ROWS.rows(),
                        0,
                        0,
                        Map.of(),
                        List.of(),
                        new PriceCurve(List.of()),
                        one.files().write(new KnnFuser(ROWS, 9), Optional.empty()),
                        id,
                        now.get()));
    }

    private Instance instance() {
        HostedModels nothing = new HostedModels() {
            @Override
            public Optional<Hosted> find(String model) {
                return Optional.empty();
            }

            @Override
            public Optional<String> version(String model) {
                return Optional.empty();
            }

            @Override
            public LongPredicate trainedOn(String model) {
                return hash -> false;
            }
        };
        Experts experts = new Experts(
                stores::documents, new ExpertReader(nothing, new LetterEmbedder(), clock()), nothing, clock());
        Pools pools = new Pools(stores::documents, experts, clock());
        Fusers fusers = new Fusers(stores::documents, pools);
        FuserFiles files = new FuserFiles(
                new DirectoryBlobStore(folder.resolve("blobs")), folder.resolve("scratch"), TableLimits.DEFAULT);
        FuserLoader loader = new FuserLoader(files, expert -> Cost.ofMoney(price.get()), clock());
        return new Instance(experts, pools, fusers, files, new ServedPools(pools, fusers, loader, clock()));
    }

    private static Fields fields(String json) {
        return Fields.of(Json.read(json.getBytes(StandardCharsets.UTF_8), ObjectNode.class), "");
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }
}
