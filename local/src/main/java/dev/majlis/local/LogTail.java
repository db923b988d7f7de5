package dev.majlis.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The end of a log, and what comes after it. */
final class LogTail {
    private static final int BLOCK = 64 << 10;
    private static final long WAIT_MILLIS = 300;

    private LogTail() {}

    /** The last lines; empty when there is no log. */
    static List<String> last(Path log, int lines) {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - BLOCK);
            file.seek(from);
            byte[] block = new byte[(int) (file.length() - from)];
            file.readFully(block);
            List<String> all = new String(block, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of("(%s cannot be read: %s)".formatted(log, e.getMessage()));
        }
    }

    /** Hands on what is appended, until the thread is interrupted. */
    static void follow(Path log, Consumer<String> text) throws IOException, InterruptedException {
        long position = Files.exists(log) ? Files.size(log) : 0;
        while (true) {
            long size = Files.exists(log) ? Files.size(log) : 0;
            if (size < position) {
                position = 0;
            }
            if (size > position) {
                try (var file = new RandomAccessFile(log.toFile(), "r")) {
                    file.seek(position);
                    byte[] block = new byte[(int) Math.min(size - position, BLOCK)];
                    file.readFully(block);
                    position += block.length;
                    text.accept(new String(block, StandardCharsets.UTF_8));
                }
            } else {
                TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
            }
        }
    }
}
