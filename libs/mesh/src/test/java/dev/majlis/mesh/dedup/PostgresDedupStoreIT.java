package dev.majlis.mesh.dedup;

import dev.majlis.mesh.database.DatabaseAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresDedupStoreIT extends DedupStoreContract {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @Override
    DedupStore open(Clock clock) {
        return JdbcDedupStore.open(
                new DatabaseAddress(postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""), 8, clock);
    }
}
