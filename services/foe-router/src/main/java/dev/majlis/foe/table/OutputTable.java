package dev.majlis.foe.table;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.ExpertSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Outputs of K experts on n labelled rows, the V of foe.md §2.1. Held in primitive arrays; {@link #bytes} says how much.
 * Immutable and safe to share.
 */
public final class OutputTable {
    private final List<OutputBlock> blocks;
    private final Targets targets;
    private final RowOrigins origins;
    private final Optional<RowLists> lists;

    public OutputTable(List<? extends OutputBlock> blocks, Targets targets, RowOrigins origins, TableLimits limits) {
        this(blocks, targets, origins, limits, Optional.empty());
    }

    private OutputTable(
            List<? extends OutputBlock> blocks,
            Targets targets,
            RowOrigins origins,
            TableLimits limits,
            Optional<RowLists> lists) {
        this.lists = lists;
        this.blocks = List.copyOf(blocks);
        this.targets = requireNonNull(targets, "targets is null");
        this.origins = requireNonNull(origins, "origins is null");
        if (targets.rows() == 0) {
            throw Failures.emptyDataset();
        }
        if (this.blocks.isEmpty() || this.blocks.size() > ExpertSet.LIMIT) {
            throw Failures.tooLarge(this.blocks.size() + " experts, 1 to " + ExpertSet.LIMIT + " are allowed");
        }
        for (OutputBlock block : this.blocks) {
            if (block.rows() != targets.rows()) {
                throw Failures.dimMismatch("a block has " + block.rows() + " rows, targets have " + targets.rows());
            }
        }
        if (origins.rows() != targets.rows()) {
            throw Failures.dimMismatch("origins of " + origins.rows() + " rows, targets of " + targets.rows());
        }
        if (targets.mode().choosesExpert() && targets.classes() != this.blocks.size()) {
            throw Failures.dimMismatch(targets.classes() + " experts in targets, " + this.blocks.size() + " blocks");
        }
        limits.check(targets.rows(), bytes());
    }

    /** As a file has it: whole blocks, or parted ones when there are {@code starts} of lists. */
    static OutputTable read(
            List<OutputBlock> blocks, Targets targets, RowOrigins origins, TableLimits limits, int[] starts) {
        if (starts.length == 0) {
            return new OutputTable(blocks, targets, origins, limits);
        }
        List<PartedBlock> parted = blocks.stream().map(PartedBlock.class::cast).toList();
        return new OutputTable(blocks, targets, origins, limits, Optional.of(new RowLists(parted, starts)));
    }

    /** A table within the default limits whose rows come from nowhere in particular. */
    public static OutputTable of(List<? extends OutputBlock> blocks, Targets targets) {
        return new OutputTable(blocks, targets, RowOrigins.unknown(targets.rows()), TableLimits.DEFAULT);
    }

    public int rows() {
        return targets.rows();
    }

    public int experts() {
        return blocks.size();
    }

    public ExpertSet all() {
        return ExpertSet.all(blocks.size());
    }

    public OutputBlock block(int expert) {
        return blocks.get(expert);
    }

    public Targets targets() {
        return targets;
    }

    public RowOrigins origins() {
        return origins;
    }

    /** The same blocks with other targets. */
    public OutputTable withTargets(Targets others) {
        return new OutputTable(blocks, others, origins, TableLimits.DEFAULT, lists);
    }

    /** How the rows are grouped, if they are. */
    public Optional<RowLists> lists() {
        return lists;
    }

    /**
     * The same rows grouped into lists.
     *
     * @param order every row once, list after list
     * @param starts place in {@code order} of the first row of each list, and last the number of rows
     */
    public OutputTable inLists(int[] order, int[] starts) {
        RowLists.requireSound(starts, rows());
        IdentityHashMap<OutputBlock, PartedBlock> shared = new IdentityHashMap<>();
        List<PartedBlock> parted = new ArrayList<>();
        for (OutputBlock block : blocks) {
            parted.add(shared.computeIfAbsent(block, each -> new PartedBlock(each.pick(order), starts)));
        }
        return new OutputTable(
                parted,
                targets.pick(order),
                origins.pick(order),
                TableLimits.DEFAULT,
                Optional.of(new RowLists(parted, starts)));
    }

    /** Heap held by values, targets and origins, in bytes. */
    public long bytes() {
        // experts that share a block share its memory
        Set<OutputBlock> held = Collections.newSetFromMap(new IdentityHashMap<>());
        held.addAll(blocks);
        return held.stream().mapToLong(OutputBlock::bytes).sum() + targets.bytes() + origins.bytes();
    }

    /** Everything the experts of {@code asked} said about a row. */
    public ExpertOutputs outputs(int row, ExpertSet asked) {
        ExpertOutputs outputs = new ExpertOutputs(experts());
        for (int k : asked.toArray()) {
            outputs.put(k, blocks.get(k).row(row));
        }
        return outputs;
    }

    /** The same rows in another order or fewer of them. */
    public OutputTable pick(int[] rows) {
        List<OutputBlock> picked = new ArrayList<>();
        IdentityHashMap<OutputBlock, OutputBlock> shared = new IdentityHashMap<>();
        for (OutputBlock block : blocks) {
            picked.add(shared.computeIfAbsent(block, each -> each.pick(rows)));
        }
        return new OutputTable(picked, targets.pick(rows), origins.pick(rows), TableLimits.DEFAULT);
    }

    /**
     * Refuses a table too small to learn from.
     *
     * @param neighbours κ
     * @throws dev.majlis.mesh.error.MeshException {@code SINGLE_CLASS}, or {@code TOO_FEW_ROWS} for fewer than 20 rows of
     *     a label that occurs or fewer than 10 κ rows
     */
    public OutputTable requireTrainable(int neighbours) {
        if (rows() < 10 * neighbours) {
            throw Failures.tooFewRows(rows() + " rows, " + 10 * neighbours + " are needed for κ = " + neighbours);
        }
        int[] counts = new int[targets.classes()];
        for (int row = 0; row < rows(); row++) {
            counts[targets.of(row)]++;
        }
        int seen = 0;
        Optional<Integer> rare = Optional.empty();
        for (int c = 0; c < counts.length; c++) {
            seen += counts[c] > 0 ? 1 : 0;
            rare = counts[c] > 0 && counts[c] < 20 && rare.isEmpty() ? Optional.of(c) : rare;
        }
        if (seen < 2) {
            throw Failures.singleClass();
        }
        rare.ifPresent(c -> {
            throw Failures.tooFewRows("class " + c + " has " + counts[c] + " rows, 20 are needed");
        });
        return this;
    }
}
