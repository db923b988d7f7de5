package dev.majlis.trainer.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import dev.majlis.trainer.job.JobState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What happened to a job, one line of JSON after the other, numbered without gaps: the loss curve, and the resume buffer of event
 * streams. A run that goes on from a checkpoint makes some updates again; those that are logged already are not logged twice. A
 * line that a crash left half is cut off. Long runs are thinned out to about {@value #MOST_UPDATES} updates.
 */
final class JobLog {
    static final int MOST_UPDATES = 10_000;

    private final Path file;
    private final Clock clock;
    private long lastSeq;
    private long lastStep;

    /** Opens the log of a job; there may be one from before. */
    JobLog(Path file, Clock clock) {
        this.file = requireNonNull(file, "file is null");
        this.clock = requireNonNull(clock, "clock is null");
        mend();
    }

    synchronized void state(JobState state) {
        append(new JobEvent(lastSeq + 1, "state", clock.instant().toString(), state.name(), null, null));
    }

    synchronized void phase(JobPhase phase) {
        append(new JobEvent(lastSeq + 1, "phase", clock.instant().toString(), null, phase, null));
    }

    synchronized void progress(JobProgress progress) {
        long every = 1 + (progress.totalSteps() - 1) / MOST_UPDATES;
        boolean due = progress.step() % every == 0
                || progress.step() == progress.totalSteps()
                || progress.validationLoss() != null;
        if (progress.step() <= lastStep || !due) {
            return;
        }
        append(new JobEvent(lastSeq + 1, "progress", clock.instant().toString(), null, null, progress));
        lastStep = progress.step();
    }

    private void append(JobEvent event) {
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(out.length());
            out.write((new String(Json.write(event), UTF_8) + "\n").getBytes(UTF_8));
            lastSeq = event.seq();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void mend() {
        if (!Files.exists(file)) {
            return;
        }
        try (var log = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] bytes = new byte[(int) Math.min(log.length(), Integer.MAX_VALUE - 8)];
            log.readFully(bytes);
            int whole = 0;
            for (int at = 0; at < bytes.length; at++) {
                if (bytes[at] != '\n') {
                    continue;
                }
                JobEvent event = parse(new String(bytes, whole, at - whole, UTF_8));
                if (event == null) {
                    break;
                }
                lastSeq = event.seq();
                lastStep =
                        event.progress() == null ? lastStep : event.progress().step();
                whole = at + 1;
            }
            log.setLength(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null for a line that is not whole. */
    static JobEvent parse(String line) {
        try {
            return line.isEmpty() ? null : Json.read(line.getBytes(UTF_8), JobEvent.class);
        } catch (MeshException e) {
            return null;
        }
    }
}
