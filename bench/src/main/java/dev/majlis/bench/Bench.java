package dev.majlis.bench;

import dev.majlis.bench.cappy.ScorerKillBench;
import dev.majlis.bench.cappy.ScorerLoadBench;
import dev.majlis.bench.council.BestOfBench;
import dev.majlis.bench.foe.FoeBench;
import dev.majlis.bench.gateway.GatewayBench;
import dev.majlis.bench.llama.BestOfN;
import dev.majlis.bench.llama.EngineOverhead;
import dev.majlis.bench.llama.PythonPeer;
import dev.majlis.bench.mesh.KillBench;
import dev.majlis.bench.mesh.RoundTripBench;
import dev.majlis.bench.mini.CappyBench;
import dev.majlis.bench.scorer.ScorerBench;
import dev.majlis.bench.train.TrainSpeedBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The benchmarks, one subcommand each. */
@Command(
        name = "bench/run",
        description = "Benchmarks of Majlis; each writes docs/results/<name>.md.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {
            GatewayBench.class,
            BestOfBench.class,
            KillBench.class,
            ScorerBench.class,
            ScorerKillBench.class,
            ScorerLoadBench.class,
            CappyBench.class,
            TrainSpeedBench.class,
            FoeBench.class
        })
public final class Bench {
    private Bench() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Command(name = "round-trip", description = "One call over the mesh beside the same by plain Kafka clients.")
    void roundTrip(
            @Option(names = "--rounds", defaultValue = "3") int rounds,
            @Option(names = "--seconds", defaultValue = "8") int seconds)
            throws Exception {
        RoundTripBench.main(new String[] {Integer.toString(rounds), Integer.toString(seconds)});
    }

    @Command(
            name = "engine-best-of",
            description = "Eight answers with one shared prefix against eight single requests.")
    void engineBestOf(@Option(names = "--rounds", defaultValue = "3") int rounds) {
        BestOfN.main(new String[] {Integer.toString(rounds)});
    }

    @Command(name = "engine-overhead", description = "Our decode loop against a bare loop over the C API.")
    void engineOverhead(@Option(names = "--rounds", defaultValue = "3") int rounds) {
        EngineOverhead.main(new String[] {Integer.toString(rounds)});
    }

    @Command(name = "python-peer", description = "One answer at a time beside llama-cpp-python with the same weights.")
    void pythonPeer(
            @Option(names = "--python", defaultValue = "python3", description = "a Python with llama-cpp-python 0.3.9")
                    String python,
            @Option(names = "--rounds", defaultValue = "5") int rounds)
            throws Exception {
        PythonPeer.main(new String[] {python, Integer.toString(rounds)});
    }
}
