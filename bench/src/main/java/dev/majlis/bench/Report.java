package dev.majlis.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A result page in Markdown: what was measured, on which machine and commit, by which command, with median and spread.
 * Printed, and written to {@code docs/results/<name>.md}.
 */
public final class Report {
    private final String name;
    private final String title;
    private final String command;
    private final List<String> blocks = new ArrayList<>();

    public Report(String name, String title, String command) {
        this.name = requireNonNull(name, "name is null");
        this.title = requireNonNull(title, "title is null");
        this.command = requireNonNull(command, "command is null");
    }

    /** Adds a paragraph. */
    public Report text(String paragraph) {
        blocks.add(paragraph);
        return this;
    }

    /** Adds a table; every row has as many cells as the header. */
    public Report table(List<String> header, List<List<String>> rows) {
        var lines = new ArrayList<String>();
        lines.add("| " + String.join(" | ", header) + " |");
        lines.add("|" + "---|".repeat(header.size()));
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        blocks.add(String.join("\n", lines));
        return this;
    }

    /** The page, as text. */
    public String markdown() {
        return "# %s\n\n%s\n\n%s\n".formatted(title, provenance(), String.join("\n\n", blocks));
    }

    /** Prints the page and writes it under {@code docs/results} of the checkout that holds the working directory. */
    public void publish() {
        String page = markdown();
        print(page);
        Path results = checkout().resolve("docs/results");
        try {
            Files.createDirectories(results);
            Files.writeString(results.resolve(name + ".md"), page);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + results, e);
        }
    }

    /** {@code median (least–greatest)} of some runs, with so many decimals. */
    public static String spread(int decimals, double... runs) {
        double[] sorted = runs.clone();
        Arrays.sort(sorted);
        String form = "%." + decimals + "f";
        return String.format(
                Locale.ROOT, form + " (" + form + "–" + form + ")", median(runs), sorted[0], sorted[sorted.length - 1]);
    }

    /** Middle value; the mean of the two middle ones of an even number of runs. */
    public static double median(double... runs) {
        double[] sorted = runs.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private String provenance() {
        return """
                | | |
                |---|---|
                | command | `%s` |
                | date | %s |
                | commit | %s |
                | machine | %d cores, %s, %d GiB memory, %s |
                | Java | %s %s |"""
                .formatted(
                        command,
                        LocalDate.now(ZoneOffset.UTC),
                        commit(),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        memoryGiB(),
                        System.getProperty("os.name"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.version"));
    }

    private static String commit() {
        try {
            var process = new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? out : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .distinct()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static long memoryGiB() {
        var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean full ? full.getTotalMemorySize() >> 30 : 0;
    }

    /** The nearest folder upwards that holds the launcher. */
    public static Path checkout() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("bench"))) {
                return folder;
            }
        }
        return here;
    }

    @SuppressWarnings("SystemOut")
    private static void print(String page) {
        System.out.println(page);
    }
}
