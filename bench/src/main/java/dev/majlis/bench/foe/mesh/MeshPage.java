package dev.majlis.bench.foe.mesh;

import dev.majlis.bench.Report;
import dev.majlis.bench.foe.mesh.Load.Run;
import dev.majlis.bench.foe.mesh.MeshBench.Way;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The page of {@link MeshBench}, and whether what must hold has held. */
final class MeshPage {
    /** Of the rate that is offered, so much must be answered. */
    private static final double REACHED = 0.98;
    /** Points of accuracy that failing experts may cost when all are asked. */
    private static final double MOST_POINTS = 0.05;

    private final double rate;
    private final int seconds;
    private final int requests;
    private final int kills;
    private final double killRate;
    private final List<List<String>> speeds = new ArrayList<>();
    private final List<List<String>> failures = new ArrayList<>();
    private final List<List<String>> deaths = new ArrayList<>();
    private final double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    private double sound;
    private int repeated;
    private boolean held = true;

    MeshPage(double rate, int seconds, int requests, int kills, double killRate) {
        this.rate = rate;
        this.seconds = seconds;
        this.requests = requests;
        this.kills = kills;
        this.killRate = killRate;
    }

    /**
     * @param before processor time of router, broker and this process before {@code waiting}, s
     * @param after the same after it
     */
    void speed(Way way, String policy, Run offered, Run waiting, double[] before, double[] after) {
        PredictLedger ledger = offered.ledger();
        held &= offered.perSecond() >= REACHED * rate && ledger.lost() == 0;
        speeds.add(List.of(
                way.word(),
                name(policy),
                number(offered.perSecond(), 1),
                number(ledger.percentile(50), 1),
                number(ledger.percentile(99), 1),
                number(ledger.meanExperts(), 2),
                Long.toString(ledger.degraded()),
                ledger.refusals(),
                Long.toString(ledger.lost()),
                number(waiting.perSecond(), 0),
                number(waiting.ledger().percentile(50), 0),
                number(waiting.ledger().percentile(99), 0),
                IntStream.range(0, after.length)
                        .mapToObj(i -> number(
                                1e3 * (after[i] - before[i]) / waiting.ledger().answered(), 1))
                        .collect(Collectors.joining(" + "))));
    }

    void failing(Way way, String policy, double chance, Run run) {
        PredictLedger ledger = run.ledger();
        boolean all = policy.equals(Asking.ALL);
        sound = chance == 0 ? ledger.accuracy() : sound;
        held &= ledger.lost() == 0 && !(all && ledger.accuracy() < sound - MOST_POINTS);
        failures.add(List.of(
                name(policy),
                way.word(),
                chance == 0 ? "0" : number(chance, 1),
                Long.toString(ledger.all()),
                Long.toString(ledger.answered()),
                Long.toString(ledger.degraded()),
                ledger.refusals(),
                Long.toString(ledger.lost()),
                number(100 * ledger.accuracy(), 1),
                number(ledger.meanExperts(), 2)));
    }

    /** @param runs one for each way, in their order */
    void killed(String victim, List<Run> runs) {
        Iterator<Way> ways = List.of(Way.values()).iterator();
        for (Run run : runs) {
            Way way = ways.next();
            PredictLedger ledger = run.ledger();
            held &= ledger.lost() == 0 && (way == Way.REST || ledger.disconnected() == 0);
            deaths.add(List.of(
                    victim + " × " + kills,
                    way.word(),
                    Long.toString(ledger.all()),
                    Long.toString(ledger.answered()),
                    Long.toString(ledger.degraded()),
                    ledger.refusals(),
                    Long.toString(ledger.disconnected()),
                    ledger.lost() == 0 ? "0" : ledger.lost() + " (" + ledger.losses() + ")",
                    number(ledger.percentile(50), 0),
                    number(ledger.percentile(99), 0),
                    number(ledger.percentile(100) / 1e3, 1)));
        }
    }

    /** Answers over Kafka beyond the first of each request. */
    void repeated(int answers) {
        repeated = answers;
    }

    /** @return whether every number that has a target has met it */
    boolean publish(Duration taken) {
        new Report(
                        "foe-mesh",
                        "The running router of experts: speed, failing experts, kills",
                        "./bench/run foe mesh --rate %.0f --seconds %d --requests %d --kills %d --kill-rate %.0f"
                                .formatted(rate, seconds, requests, kills, killRate))
                .text(
                        "The packaged router with its H2 file, the broker and this program are processes of their own on one machine, "
                                + "loopback only. A pool has five classifiers of n-grams, four labels and a kNN fuser of %d rows; inputs are "
                                        .formatted(MoodPools.ROWS)
                                + "made-up remarks of five domains, each known to two experts; a request has one input. Every expert is asked "
                                + String.format(
                                        Locale.ROOT,
                                        "over Kafka and has %d ms. The whole run took %d s; load average of the machine before it: %.1f.",
                                        MoodPools.TIMEOUT_MS,
                                        taken.toSeconds(),
                                        busy))
                .text("## Speed")
                .text(
                        "The experts are hosted by the router's own process. First %.0f requests a second for %d s, sent at their times "
                                        .formatted(rate, seconds)
                                + "whether earlier ones have ended or not, latencies from when a request was due (target: %.0f answered a second, "
                                        .formatted(rate)
                                + "none lost); then %d callers for %d s, of whom each asks again when it has its answer."
                                        .formatted(MeshBench.CALLERS, seconds / 2))
                .table(
                        List.of(
                                "over",
                                "policy",
                                "answered/s",
                                "p50 ms",
                                "p99 ms",
                                "experts asked",
                                "degraded",
                                "refused",
                                "lost",
                                MeshBench.CALLERS + " callers: answered/s",
                                "p50 ms",
                                "p99 ms",
                                "processor ms a request: router + broker + caller"),
                        speeds)
                .text("## Each call of an expert fails with p = %.1f".formatted(MeshBench.CHANCE))
                .text(
                        "The same classifiers as mesh workers of this program that refuse by the hash of the input, %d callers, the same "
                                        .formatted(MeshBench.CALLERS)
                                + "%d remarks each time (target: none lost, at most 5 points with all asked). Chance of guessing right is 25 %%."
                                        .formatted(requests))
                .table(
                        List.of(
                                "policy",
                                "over",
                                "p",
                                "requests",
                                "answered",
                                "of these degraded",
                                "refused",
                                "lost",
                                "right %",
                                "experts asked"),
                        failures)
                .text("## Killed under load")
                .text(
                        "`foe_full`, experts hosted by the router's process and by a second one with `majlis.foe.router=false`. "
                                + "%.0f requests a second over each way at once; a process gets SIGKILL, is started again at once, and when it is ready "
                                        .formatted(killRate)
                                + "and 8 s have gone by the next kill follows. While the only router is down a REST client finds nobody: its refused "
                                + "or broken connections are counted apart (target: none lost).")
                .table(
                        List.of(
                                "killed",
                                "over",
                                "requests",
                                "answered",
                                "of these degraded",
                                "refused by name",
                                "refused: connection",
                                "lost",
                                "p50 ms",
                                "p99 ms",
                                "longest s"),
                        deaths)
                .text("Over Kafka %d requests were worked on and answered twice; a caller gets the first answer."
                        .formatted(repeated))
                .publish();
        return held;
    }

    private static String name(String policy) {
        return policy.equals(Asking.ALL) ? "`foe_full`" : "`foe_frugal`, λ 0.02";
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
