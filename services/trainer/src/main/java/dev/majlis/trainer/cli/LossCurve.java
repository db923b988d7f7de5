package dev.majlis.trainer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.job.JobProgress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The losses on disk, so that a run that goes on has a whole curve at its end. */
final class LossCurve implements AutoCloseable {
    private final BufferedWriter out;

    LossCurve(Path file) throws IOException {
        this.out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What was written before; lines that are not whole are left out. */
    static void read(Path file, List<LossPlot.Point> losses, List<LossPlot.Point> looks) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (String line : Files.readAllLines(file)) {
            try {
                JobProgress progress = Json.read(line.getBytes(UTF_8), JobProgress.class);
                if (losses.isEmpty() || losses.get(losses.size() - 1).update() < progress.step()) {
                    losses.add(new LossPlot.Point(progress.step(), progress.loss()));
                    if (progress.validationLoss() != null) {
                        looks.add(new LossPlot.Point(progress.step(), progress.validationLoss()));
                    }
                }
            } catch (MeshException e) {
                // half a line at the end of a run that was killed
            }
        }
    }

    void add(JobProgress progress) {
        try {
            out.write(new String(Json.write(progress), UTF_8));
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
