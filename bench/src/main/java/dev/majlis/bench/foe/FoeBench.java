package dev.majlis.bench.foe;

import dev.majlis.bench.foe.mesh.MeshBench;
import picocli.CommandLine.Command;

/** Fusion of experts, one experiment each. */
@Command(
        name = "foe",
        description = "Fusion of experts: twin, mmlu, gsm8k, sentiment, speed, mesh.",
        subcommands = {
            TwinBench.class,
            MmluBench.class,
            GsmBench.class,
            SentimentBench.class,
            SpeedBench.class,
            MeshBench.class
        })
public final class FoeBench {}
