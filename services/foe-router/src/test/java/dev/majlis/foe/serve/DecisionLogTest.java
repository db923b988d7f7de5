package dev.majlis.foe.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.foe.state.Stores;
import dev.majlis.mesh.error.MeshException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLogTest {
    @TempDir
    Path folder;

    private final List<DecisionEntry> told = new CopyOnWriteArrayList<>();
    private Stores stores;
    private DecisionLog log;

    @BeforeEach
    void open() {
        stores = new Stores(new Stores.Settings(folder, Optional.empty(), "", ""), Clock.systemUTC());
        log = new DecisionLog(
                stores::decisions, told::add, Clock.systemUTC(), new DecisionLog.Settings(100, Duration.ofDays(1)));
    }

    @AfterEach
    void close() {
        log.close();
        stores.close();
    }

    @Test
    void findsWhatIsNotWrittenYet() {
        log.append("t", "d1", () -> entry("d1"));

        assertThat(log.waiting()).isEqualTo(1);
        assertThat(log.find("t", "d1").pool()).isEqualTo("p");
        assertThatThrownBy(() -> log.find("other", "d1"))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("UNKNOWN_DECISION"));
    }

    @Test
    void writesAndTellsBehindTheAnswer() {
        log.start();
        log.append("t", "d1", () -> entry("d1"));
        log.append("t", "d2", () -> entry("d2"));

        await().until(() -> stores.decisions().latest("p", 10).size() == 2);

        assertThat(told).extracting(DecisionEntry::id).containsExactly("d1", "d2");
        assertThat(log.find("t", "d2").id()).isEqualTo("d2");
    }

    @Test
    void joinsALabelWithADecisionThatIsJustBeingWritten() {
        log.start();
        log.append("t", "d1", () -> entry("d1"));

        Optional<DecisionEntry> joined = log.label("t", "d1", TextNode.valueOf("a"));

        assertThat(joined).map(DecisionEntry::truth).contains(TextNode.valueOf("a"));
        assertThat(log.label("t", "nobody", TextNode.valueOf("a"))).isEmpty();
    }

    @Test
    void countsWhatItHasNoRoomFor() {
        for (int i = 0; i < 2_010; i++) {
            String id = "d" + i;
            log.append("t", id, () -> entry(id));
        }

        assertThat(log.lost()).isEqualTo(10);
    }

    @Test
    void losesOneThatCannotBeDescribedAndNoOther() {
        log.start();
        log.append("t", "bad", () -> {
            throw new IllegalStateException("no");
        });
        log.append("t", "good", () -> entry("good"));

        await().until(() -> stores.decisions().find("t", "good").isPresent());

        assertThat(log.lost()).isEqualTo(1);
    }

    @Test
    void writesWhatIsLeftWhenItEnds() {
        log.start();
        for (int i = 0; i < 50; i++) {
            String id = "d" + i;
            log.append("t", id, () -> entry(id));
        }

        log.close();

        assertThat(stores.decisions().latest("p", 100)).hasSize(50);
    }

    private static DecisionEntry entry(String id) {
        Prediction prediction = new Prediction(
                id, "p", "foe_full", "a", null, null, List.of(1f), List.of(), 0, null, "ALL", false, false, "f");
        return new DecisionEntry(
                id, "p", "t", Instant.EPOCH, "0".repeat(64), prediction, List.of(), null, Map.of(), null, null);
    }
}
