package dev.majlis.bench.foe;

import static dev.majlis.bench.foe.Figures.number;

import dev.majlis.bench.Report;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.frugal.Decision;
import dev.majlis.foe.frugal.Decision.Ask;
import dev.majlis.foe.frugal.FrugalRouter;
import dev.majlis.foe.frugal.FrugalRun;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.frugal.SubsetLosses;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.neighbour.Nearest;
import dev.majlis.foe.neighbour.RowIndex;
import dev.majlis.foe.neighbour.RunningDistances;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.LabelBlock;
import dev.majlis.foe.table.OutputBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableFile;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.table.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a decision takes on one core, and what a million rows weigh. */
@Command(name = "speed", description = "One frugal step at n = 10,000, K = 20, M = 20; a million rows.")
final class SpeedBench implements Runnable {
    private static final int EXPERTS = 20;
    private static final int LABELS = 20;

    @Option(names = "--inputs", defaultValue = "400")
    private int inputs;

    @Override
    public void run() {
        Report report = new Report("foe-speed", "Time of a frugal step", "./bench/run foe speed --inputs " + inputs);
        steps(report);
        index(report);
        million(report);
        report.publish();
    }

    private void steps(Report report) {
        List<List<String>> rows = new ArrayList<>();
        for (boolean labels : new boolean[] {false, true}) {
            OutputTable table = table(new Random(1), 10_000, labels);
            OutputTable asked = table(new Random(2), inputs, labels);
            SubsetLosses losses = new SubsetLosses(
                    new KnnFuser(table, KnnFuser.NEIGHBOURS), FrugalSettings.DEFAULT.loss(), SubsetLosses.BYTES);
            double[] unit = new double[EXPERTS];
            Arrays.fill(unit, 1);
            FrugalRouter router = new FrugalRouter(losses, unit, FrugalSettings.DEFAULT);
            Histogram first = pass(router, asked, 0, inputs / 2);
            Histogram later = pass(router, asked, inputs / 2, inputs);
            String kind = labels ? "labels and confidences" : "20 probabilities each";
            rows.add(row(kind + ", the first " + inputs / 2 + " inputs after a start", first));
            rows.add(row(kind + ", the next", later));
        }
        report.text(
                        "A step: neighbours over the experts so far, the loss of every further expert on κ = 30 of them, the "
                                + "decision. λ 0.02, kNN-9, soft leave-one-out losses, which are computed when first needed and then "
                                + "kept; one thread.")
                .table(List.of("n = 10,000, K = 20, M = 20", "steps", "p50 ms", "p99 ms", "greatest ms"), rows);
    }

    private static Histogram pass(FrugalRouter router, OutputTable asked, int from, int to) {
        Histogram times = new Histogram(3);
        for (int row = from; row < to; row++) {
            FrugalRun run = router.start(Caps.NONE);
            while (true) {
                long start = System.nanoTime();
                Decision decision = run.next();
                times.recordValue((System.nanoTime() - start) / 1_000);
                if (!(decision instanceof Ask ask)) {
                    break;
                }
                run.answered(ask.expert(), asked.block(ask.expert()).row(row));
            }
        }
        return times;
    }

    private static List<String> row(String name, Histogram times) {
        return List.of(
                name,
                Long.toString(times.getTotalCount()),
                number(times.getValueAtPercentile(50) / 1e3, 2),
                number(times.getValueAtPercentile(99) / 1e3, 2),
                number(times.getMaxValue() / 1e3, 2));
    }

    private void index(Report report) {
        OutputTable whole = table(new Random(3), 200_000, false);
        OutputTable asked = table(new Random(4), 100, false);
        long start = System.nanoTime();
        OutputTable grouped = RowIndex.over(whole, 1);
        double seconds = (System.nanoTime() - start) / 1e9;
        OutputTable plain = grouped.pick(IntStream.range(0, grouped.rows()).toArray());
        List<List<String>> rows = new ArrayList<>();
        for (int size : new int[] {1, 2, 4, 8, 20}) {
            rows.add(compared(grouped, plain, asked, size));
        }
        report.text("Search over 200,000 rows, in "
                        + grouped.lists().orElseThrow().count() + " lists (built in " + number(seconds, 0)
                        + " s) beside exact search, 30 neighbours, random sets of experts.")
                .table(List.of("experts", "recall", "farther by", "lists ms", "exact ms"), rows);
    }

    private static List<String> compared(OutputTable grouped, OutputTable plain, OutputTable asked, int size) {
        Random random = new Random(size);
        double recall = 0;
        double found = 0;
        double least = 0;
        long near = 0;
        long all = 0;
        for (int row = 0; row < asked.rows(); row++) {
            ExpertSet set =
                    ExpertSet.of(random.ints(0, EXPERTS).distinct().limit(size).toArray());
            ExpertOutputs said = asked.outputs(row, set);
            long start = System.nanoTime();
            Nearest some = RunningDistances.of(grouped, said, set).nearest(30, -1);
            long middle = System.nanoTime();
            Nearest exact = RunningDistances.of(plain, said, set).nearest(30, -1);
            all += System.nanoTime() - middle;
            near += middle - start;
            for (int place = 0; place < 30; place++) {
                recall += some.distance(place) <= exact.bound() ? 1 : 0;
                found += Math.sqrt(some.distance(place));
                least += Math.sqrt(exact.distance(place));
            }
        }
        return List.of(
                Integer.toString(size),
                number(recall / 30 / asked.rows(), 3),
                number(100 * (found / least - 1), 1) + " %",
                number(near / 1e6 / asked.rows(), 2),
                number(all / 1e6 / asked.rows(), 2));
    }

    private static void million(Report report) {
        OutputTable table = table(new Random(5), 1_000_000, true);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heap = runtime.totalMemory() - runtime.freeMemory();
        try {
            Path file = Files.createTempFile("majlis-bench-foe", ".foet");
            long start = System.nanoTime();
            long bytes = TableFile.write(table, file).bytes();
            long middle = System.nanoTime();
            OutputTable read = TableFile.read(file, TableLimits.DEFAULT);
            long end = System.nanoTime();
            Files.delete(file);
            report.text("1,000,000 rows of 20 labels with confidences.")
                    .table(
                            List.of("arrays MB", "heap in use MB", "file MB", "written in s", "read in s"),
                            List.of(List.of(
                                    number(read.bytes() / 1e6, 0),
                                    number(heap / 1e6, 0),
                                    number(bytes / 1e6, 0),
                                    number((middle - start) / 1e9, 1),
                                    number((end - middle) / 1e9, 1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Experts that are right more often within a group of labels of their own. */
    private static OutputTable table(Random random, int rows, boolean labels) {
        int[] truth = random.ints(rows, 0, LABELS).toArray();
        List<OutputBlock> blocks = new ArrayList<>();
        for (int k = 0; k < EXPERTS; k++) {
            blocks.add(labels ? labelled(random, truth, k) : dense(random, truth, k));
        }
        return OutputTable.of(blocks, Targets.labels(truth, LABELS));
    }

    private static boolean right(Random random, int label, int expert) {
        return random.nextDouble() < ((label + expert) % 3 == 0 ? 0.9 : 0.3);
    }

    private static OutputBlock labelled(Random random, int[] truth, int expert) {
        short[] said = new short[truth.length];
        float[] sure = new float[truth.length];
        for (int row = 0; row < truth.length; row++) {
            boolean right = right(random, truth[row], expert);
            said[row] = (short) (right ? truth[row] : random.nextInt(LABELS));
            sure[row] = Math.round(100 * (right ? 0.5 + random.nextDouble() / 2 : 0.8 * random.nextDouble())) / 100f;
        }
        return new LabelBlock(said, sure, LABELS);
    }

    private static OutputBlock dense(Random random, int[] truth, int expert) {
        float[][] columns = new float[LABELS][truth.length];
        for (int row = 0; row < truth.length; row++) {
            boolean right = right(random, truth[row], expert);
            int said = right ? truth[row] : random.nextInt(LABELS);
            float sure = (float) (right ? 0.5 + random.nextDouble() / 2 : 0.8 * random.nextDouble());
            float rest = 0;
            for (int c = 0; c < LABELS; c++) {
                columns[c][row] = c == said ? 0 : random.nextFloat();
                rest += columns[c][row];
            }
            for (int c = 0; c < LABELS; c++) {
                columns[c][row] = c == said ? sure : columns[c][row] * (1 - sure) / rest;
            }
        }
        return DenseBlock.ofColumns(columns);
    }
}
