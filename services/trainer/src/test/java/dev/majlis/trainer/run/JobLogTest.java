package dev.majlis.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.trainer.job.JobProgress;
import dev.majlis.trainer.job.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("events.jsonl");
    }

    private JobLog log() {
        return new JobLog(file, Clock.systemUTC());
    }

    private static JobProgress step(long step, long total) {
        return new JobProgress(step, total, 0, 1.0 / step, 1e-3, 10, 1, null);
    }

    private List<JobEvent> after(long seq) {
        List<JobEvent> all = new ArrayList<>();
        JobTail tail = new JobTail(file, seq);
        for (List<JobEvent> some = tail.next(); !some.isEmpty(); some = tail.next()) {
            all.addAll(some);
        }
        return all;
    }

    @Test
    void goesOnAfterACrashWithoutAGapAndWithoutLoggingAnUpdateTwice() throws Exception {
        JobLog before = log();
        before.state(JobState.RUNNING);
        before.progress(step(1, 4));
        before.progress(step(2, 4));
        Files.writeString(file, "{\"seq\":4,\"type\":\"prog", StandardOpenOption.APPEND);

        JobLog after = log();
        after.state(JobState.RUNNING);
        after.progress(step(2, 4));
        after.progress(step(3, 4));

        assertThat(after(0)).extracting(JobEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(after(0).stream().filter(event -> event.progress() != null))
                .extracting(event -> event.progress().step())
                .containsExactly(1L, 2L, 3L);
        assertThat(after(3)).extracting(JobEvent::type).containsExactly("state", "progress");
    }

    @Test
    void thinsOutALongRunButKeepsItsLastUpdate() {
        JobLog log = log();
        for (long step = 1; step <= 25_001; step++) {
            log.progress(step(step, 25_001));
        }

        List<JobEvent> events = after(0);
        assertThat(events).hasSizeLessThanOrEqualTo(JobLog.MOST_UPDATES);
        assertThat(events.get(events.size() - 1).progress().step()).isEqualTo(25_001);
    }

    @Test
    void followsALogThatGrowsAndOneThatIsNotThereYet() {
        JobTail tail = new JobTail(file, 0);
        assertThat(tail.next()).isEmpty();

        JobLog log = log();
        log.state(JobState.RUNNING);
        assertThat(tail.next()).hasSize(1);
        assertThat(tail.next()).isEmpty();
        log.state(JobState.SUCCEEDED);

        assertThat(tail.next()).extracting(JobEvent::state).containsExactly("SUCCEEDED");
        assertThat(tail.seq()).isEqualTo(2);
    }
}
