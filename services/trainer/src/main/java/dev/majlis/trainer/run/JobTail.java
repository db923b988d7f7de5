package dev.majlis.trainer.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Follows the log of one job. Not thread-safe; blocks. */
public final class JobTail {
    private static final int AT_ONCE = 1 << 16;

    private final Path file;
    private long seq;
    private long position;

    /** @param after entries up to this one are left out */
    JobTail(Path file, long after) {
        this.file = requireNonNull(file, "file is null");
        this.seq = after;
    }

    /** The number of the last entry that was read, or that was asked for. */
    public long seq() {
        return seq;
    }

    /** What has come since; empty when there is nothing new. Call it until it is empty. */
    public List<JobEvent> next() {
        List<JobEvent> events = new ArrayList<>();
        while (events.isEmpty() && read(events)) {
            // a piece that holds only what was asked to be left out
        }
        return events;
    }

    /** @return whether there was a whole line */
    private boolean read(List<JobEvent> events) {
        if (!Files.exists(file)) {
            return false;
        }
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(position);
            byte[] piece = new byte[(int) Math.max(0, Math.min(AT_ONCE, log.length() - position))];
            log.readFully(piece);
            int whole = 0;
            for (int at = 0; at < piece.length; at++) {
                if (piece[at] == '\n') {
                    JobEvent event = JobLog.parse(new String(piece, whole, at - whole, UTF_8));
                    if (event != null && event.seq() > seq) {
                        events.add(event);
                        seq = event.seq();
                    }
                    whole = at + 1;
                }
            }
            position += whole;
            return whole > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
