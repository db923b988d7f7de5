package dev.majlis.bench.mini;

import picocli.CommandLine.Command;

/** Cappy-mini, step by step. */
@Command(
        name = "cappy",
        description =
                "Makes and judges Cappy-mini: data, base, teach, sample, train, export, import, rank, choose, proof, adapt.",
        subcommands = {
            MakeData.class,
            MakeBase.class,
            Teach.class,
            SampleRows.class,
            Train.class,
            Export.class,
            Import.class,
            Rank.class,
            Choose.class,
            Proof.class,
            Adapt.class
        })
public final class CappyBench {}
