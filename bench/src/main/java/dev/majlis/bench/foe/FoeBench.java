package dev.majlis.bench.foe;

import picocli.CommandLine.Command;

/** Fusion of experts, one experiment each. */
@Command(
        name = "foe",
        description = "Fusion of experts: twin, mmlu, gsm8k, sentiment, speed.",
        subcommands = {TwinBench.class, MmluBench.class, GsmBench.class, SentimentBench.class, SpeedBench.class})
public final class FoeBench {}
