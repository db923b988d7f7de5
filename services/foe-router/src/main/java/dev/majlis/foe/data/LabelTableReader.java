package dev.majlis.foe.data;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.LabelBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.RowOrigins;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.table.Targets;
import dev.majlis.mesh.error.MeshException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a table of labels and confidences, one JSON object a line: {@code {"id": "r1", "label": "cat", "labels": ["cat",
 * …K], "confidences": [0.91, …K], "domain"?: "pets", "input"?: "…"}}. {@code label} and {@code labels} are names (numbers
 * are read as names). Bad lines are left out and told by number.
 */
public final class LabelTableReader {
    private static final int LINE_LIMIT = 256 * 1024;

    private final Pool pool;
    private final TableLimits limits;
    private int rows;
    private int[] targets = new int[1024];
    private int[] domains = new int[1024];
    private long[] inputs = new long[1024];
    private short[][] labels;
    private float[][] confidences;
    private final Map<String, Integer> domainNames = new LinkedHashMap<>();
    private final List<RejectedLine> rejects = new ArrayList<>();
    private int rejected;

    private LabelTableReader(Pool pool, TableLimits limits) {
        this.pool = pool;
        this.limits = limits;
        this.labels = new short[pool.size()][1024];
        this.confidences = new float[pool.size()][1024];
        for (Expert expert : pool.experts()) {
            if (expert.kind() != ExpertKind.CLASSIFIER || expert.width() > Short.MAX_VALUE) {
                throw Failures.dimMismatch("expert " + expert.id() + " is no classifier of at most 32767 labels");
            }
        }
    }

    /**
     * @throws MeshException {@code EMPTY_DATASET} without a usable line, {@code TOO_LARGE} beyond {@code limits}
     */
    public static LoadedTable read(Reader lines, Pool pool, TableLimits limits) throws IOException {
        return new LabelTableReader(pool, limits).readAll(new BoundedLines(lines, LINE_LIMIT));
    }

    private LoadedTable readAll(BoundedLines lines) throws IOException {
        int number = 0;
        for (Optional<BoundedLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            number++;
            if (!line.get().text().isBlank()) {
                readLine(line.get(), number);
            }
        }
        if (rows == 0) {
            throw Failures.emptyDataset();
        }
        List<LabelBlock> blocks = new ArrayList<>();
        for (int k = 0; k < pool.size(); k++) {
            blocks.add(new LabelBlock(
                    Arrays.copyOf(labels[k], rows),
                    Arrays.copyOf(confidences[k], rows),
                    pool.experts().get(k).width()));
        }
        RowOrigins origins = new RowOrigins(
                Arrays.copyOf(inputs, rows), Arrays.copyOf(domains, rows), List.copyOf(domainNames.keySet()));
        Targets of = Targets.labels(Arrays.copyOf(targets, rows), pool.labels().size());
        return new LoadedTable(new OutputTable(blocks, of, origins, limits), rejects, rejected);
    }

    private void readLine(BoundedLines.Line line, int number) {
        if (line.tooLong()) {
            reject(number, Failures.tooLarge("is longer than " + LINE_LIMIT + " characters"));
            return;
        }
        LabelRow row;
        try {
            row = LabelRow.parse(line.text(), pool);
        } catch (MeshException e) {
            reject(number, e);
            return;
        }
        if (rows == limits.rows()) {
            throw Failures.tooLarge("more than " + limits.rows() + " rows");
        }
        append(row);
    }

    private void append(LabelRow row) {
        if (rows == targets.length) {
            grow(Math.min(limits.rows(), 2 * rows));
        }
        targets[rows] = row.label();
        domains[rows] = domainNames.computeIfAbsent(row.domain(), unseen -> domainNames.size());
        inputs[rows] = row.input();
        for (int k = 0; k < labels.length; k++) {
            labels[k][rows] = row.labels()[k];
            confidences[k][rows] = row.confidences()[k];
        }
        rows++;
    }

    private void grow(int length) {
        targets = Arrays.copyOf(targets, length);
        domains = Arrays.copyOf(domains, length);
        inputs = Arrays.copyOf(inputs, length);
        for (int k = 0; k < labels.length; k++) {
            labels[k] = Arrays.copyOf(labels[k], length);
            confidences[k] = Arrays.copyOf(confidences[k], length);
        }
    }

    private void reject(int line, MeshException why) {
        rejected++;
        if (rejects.size() < LoadedTable.KEPT_REJECTS) {
            rejects.add(new RejectedLine(line, why.code().orElse("INVALID"), why.getMessage()));
        }
    }
}
