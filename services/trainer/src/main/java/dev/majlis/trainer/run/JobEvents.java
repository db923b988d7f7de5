package dev.majlis.trainer.run;

import static java.util.Objects.requireNonNull;

import dev.majlis.trainer.job.JobState;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The logs of all jobs. Thread-safe; blocks. */
public final class JobEvents {
    private final JobFolders folders;
    private final Clock clock;
    private final Map<String, JobLog> open = new ConcurrentHashMap<>();

    public JobEvents(JobFolders folders, Clock clock) {
        this.folders = requireNonNull(folders, "folders is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Writes down that the state has changed. */
    public void state(String job, JobState state) {
        log(job).state(state);
        if (state.ended()) {
            open.remove(job);
        }
    }

    JobLog log(String job) {
        folders.of(job);
        return open.computeIfAbsent(job, id -> new JobLog(folders.events(id), clock));
    }

    /** Follows the log of a job from behind {@code seq}. */
    public JobTail tail(String job, long seq) {
        return new JobTail(folders.events(job), seq);
    }
}
