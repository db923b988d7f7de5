package dev.majlis.trainer.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where jobs keep what must outlive a crash of the process: {@code <root>/<job>/{base,checkpoints,out,events.jsonl}}. */
public final class JobFolders {
    private final Path root;

    public JobFolders(Path root) {
        this.root = requireNonNull(root, "root is null");
    }

    Path of(String job) {
        try {
            return Files.createDirectories(root.resolve(job));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happened on the way; stays as long as the job is known. */
    public Path events(String job) {
        return root.resolve(job).resolve("events.jsonl");
    }

    /** After the end only the events are of use. */
    void clean(String job) {
        Path folder = root.resolve(job);
        for (String part : List.of("base", "checkpoints", "out", "rows")) {
            remove(folder.resolve(part));
        }
    }

    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
