package dev.majlis.trainer.cli;

import dev.majlis.trainer.job.JobProgress;
import java.io.PrintStream;
import java.util.Locale;

/** One line that is drawn again on a terminal; elsewhere a line for each tenth of the way. */
final class ProgressBar {
    private static final int CELLS = 24;
    private static final long PAUSE_NANOS = 100_000_000;

    private final PrintStream out;
    private final boolean terminal;
    private long drawn = System.nanoTime() - PAUSE_NANOS;
    private int tenth = -1;

    ProgressBar(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void update(JobProgress progress) {
        boolean end = progress.step() == progress.totalSteps();
        if (terminal) {
            if (end || System.nanoTime() - drawn >= PAUSE_NANOS) {
                drawn = System.nanoTime();
                out.print("\r" + text(progress) + (end ? "\n" : ""));
                out.flush();
            }
            return;
        }
        int now = (int) (10 * progress.share());
        if (now != tenth) {
            tenth = now;
            out.println(text(progress));
            out.flush();
        }
    }

    static String text(JobProgress progress) {
        int done = (int) (CELLS * progress.share());
        return String.format(
                Locale.ROOT,
                "[%s%s] %d/%d  loss %.4f  lr %.2g  %.0f tokens/s  %s left  ",
                "#".repeat(done),
                "·".repeat(CELLS - done),
                progress.step(),
                progress.totalSteps(),
                progress.loss(),
                progress.learningRate(),
                progress.tokensPerSecond(),
                time(Math.round(progress.etaSeconds())));
    }

    private static String time(long seconds) {
        return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
}
