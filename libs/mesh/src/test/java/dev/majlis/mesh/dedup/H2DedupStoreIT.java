package dev.majlis.mesh.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.mesh.database.DatabaseAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2DedupStoreIT extends DedupStoreContract {
    @TempDir
    Path folder;

    @Override
    DedupStore open(Clock clock) {
        return JdbcDedupStore.open(DatabaseAddress.file(folder, "dedup"), 4, clock);
    }

    @Test
    void remembersOverARestart() {
        DedupKey key = DedupKey.of("acme", "restart", "1");
        MutableClock clock = new MutableClock();
        Path own = folder.resolve("own");
        try (DedupStore before = JdbcDedupStore.open(DatabaseAddress.file(own, "dedup"), 4, clock)) {
            before.begin(key, "f", "call-1", Duration.ofSeconds(30));
            before.done(key, "call-1", new StoredAnswer(200, "text/plain", new byte[] {7}));
        }

        try (DedupStore after = JdbcDedupStore.open(DatabaseAddress.file(own, "dedup"), 4, clock)) {
            assertThat(after.begin(key, "f", "call-2", Duration.ofSeconds(30))).isInstanceOf(Beginning.Replay.class);
        }
    }
}
