package dev.majlis.trainer.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.majlis.trainer.job.DataSource;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What was answered 202 must be there after the process was killed at once. */
class KilledJobStoreIT {
    private static final int KILLED = 9;

    @TempDir
    Path folder;

    private static Stores stores(Path folder) {
        return new Stores(new Stores.Settings(folder, Optional.empty(), "", ""), Clock.systemUTC());
    }

    @RepeatedTest(5)
    void keepsAJobThatWasAcceptedRightBeforeTheProcessWasKilled() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Accepting.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isEqualTo(KILLED);

        try (Stores stores = stores(folder)) {
            assertThat(stores.get().find("a")).isPresent();
        }
    }

    /** Accepts a job and dies without closing anything. */
    static final class Accepting {
        private Accepting() {}

        public static void main(String[] args) {
            Stores stores = stores(Path.of(args[0]));
            // what the opening of the database has left is written by then
            stores.get().waiting();
            var request =
                    new JobRequest("scorer", "m", new DataSource.Inline(1), JsonNodeFactory.instance.objectNode(), 1);
            stores.get().insert(Job.queued("a", "t", request, Optional.empty(), Instant.now()), Optional.empty());
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
