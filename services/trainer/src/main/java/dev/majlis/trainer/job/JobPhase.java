package dev.majlis.trainer.job;

import static java.util.Objects.requireNonNull;

/**
 * What a running job is at.
 *
 * @param name in the words of its task, for example {@code GENERATING}
 * @param done of {@code total}
 * @param total 0 where nothing is counted
 */
public record JobPhase(String name, long done, long total) {
    public JobPhase {
        requireNonNull(name, "name is null");
    }

    /** One in which nothing is counted. */
    public static JobPhase of(String name) {
        return new JobPhase(name, 0, 0);
    }
}
