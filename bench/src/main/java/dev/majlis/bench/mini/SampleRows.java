package dev.majlis.bench.mini;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.generate.Decoding;
import dev.majlis.cappy.generate.MeshGenerator;
import dev.majlis.cappy.generate.Sampled;
import dev.majlis.cappy.generate.Sampling;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets the chat model of a running mesh answer rows; the answers stand in the rows that are written. */
@Command(name = "sample", description = "Adds responses of the running chat model to rows.")
@SuppressWarnings("SystemOut")
final class SampleRows implements Callable<Integer> {
    private static final int PART = 50;

    @Option(names = "--bootstrap", required = true, description = "broker of the mesh: ./majlis status")
    private String bootstrap;

    @Option(names = "--model", defaultValue = "smollm2-135m-instruct")
    private String model;

    @Option(names = "--rows", required = true)
    private Path rows;

    @Option(names = "--out", required = true)
    private Path out;

    @Option(names = "--sets", split = ",", description = "only these data sets")
    private List<String> sets = List.of();

    @Option(names = "--most", defaultValue = "500", description = "rows, drawn from all")
    private int most;

    @Option(names = "--samples", defaultValue = "8", description = "for each row: half by temp0.9, half by topp0.95")
    private int samples;

    @Option(names = "--tokens", defaultValue = "48", description = "of a response")
    private int tokens;

    @Option(names = "--seed", defaultValue = "11111")
    private long seed;

    @Override
    public Integer call() throws Exception {
        List<Example> chosen = new ArrayList<>(ExampleFile.read(rows).stream()
                .filter(row -> sets.isEmpty() || sets.contains(row.dataset()))
                .toList());
        Collections.shuffle(chosen, new Random(seed));
        chosen = chosen.subList(0, Math.min(most, chosen.size()));
        List<Decoding> decodings =
                List.of(Decoding.of("temp0.9", samples / 2), Decoding.of("topp0.95", samples - samples / 2));
        List<Example> answered = new ArrayList<>();
        try (Mesh mesh = Mesh.connect(MeshSettings.of(bootstrap, "cappy-bench"))) {
            var generator = new MeshGenerator(
                    mesh.client(), new Operation("jais-chat", "chat"), Optional.of(model), tokens, Priority.BATCH);
            var sampling = new Sampling(generator, decodings, 2, Duration.ofMinutes(10), Clock.systemUTC());
            for (int from = 0; from < chosen.size(); from += PART) {
                Sampled part = sampling.of(chosen.subList(from, Math.min(chosen.size(), from + PART)), seed);
                answered.addAll(part.examples());
                ExampleFile.write(out, answered);
                System.out.printf(
                        "%,d of %,d rows, %d failed in this part%n", answered.size(), chosen.size(), part.failed());
            }
        }
        return 0;
    }
}
