package dev.majlis.bench.mini;

import picocli.CommandLine.Command;

/** Cappy-mini, step by step. */
@Command(
        name = "cappy",
        description = "Makes and judges Cappy-mini: data, base, train, export, rank.",
        subcommands = {MakeData.class, MakeBase.class, Train.class, Export.class, Rank.class})
public final class CappyBench {}
