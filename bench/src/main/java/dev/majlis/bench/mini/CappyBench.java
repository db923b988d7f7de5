package dev.majlis.bench.mini;

import picocli.CommandLine.Command;

/** Cappy-mini, step by step. */
@Command(
        name = "cappy",
        description = "Makes and judges Cappy-mini: data, base, sample, train, export, rank, choose, adapt.",
        subcommands = {
            MakeData.class,
            MakeBase.class,
            SampleRows.class,
            Train.class,
            Export.class,
            Rank.class,
            Choose.class,
            Adapt.class
        })
public final class CappyBench {}
