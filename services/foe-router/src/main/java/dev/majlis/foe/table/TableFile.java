package dev.majlis.foe.table;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.nn.file.AtomicFile;
import dev.majlis.nn.file.WrittenFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An output table as one file: little-endian arrays in a fixed order, CRC-32C at the end. 1,000,000 rows of 20 labels with
 * confidences take 136 MB. Equal tables give equal bytes. A block that two experts share (one embedding of the prompt) is
 * written and held once.
 */
public final class TableFile {
    private static final int MAGIC = 0x54454F46; // FOET
    private static final int VERSION = 1;
    private static final int NAME_BYTES = 4096;
    private static final int DENSE = 0;
    private static final int LABELS = 1;
    private static final int SHARED = 2;
    private static final Set<String> TOLD = Set.of("CORRUPT", "TOO_LARGE");

    private TableFile() {}

    /** Replaces the file once all of it is on disk. */
    public static WrittenFile write(OutputTable table, Path path) throws IOException {
        try (AtomicFile file = AtomicFile.open(path)) {
            PrimitiveSink sink = new PrimitiveSink(file);
            sink.write(MAGIC).write(VERSION).write(table.rows()).write(table.experts());
            table.targets().writeTo(sink);
            RowOrigins origins = table.origins();
            sink.write(origins.names().size());
            for (String name : origins.names()) {
                sink.write(name);
            }
            sink.write(origins.domains()).write(origins.inputs());
            int[] starts = starts(table);
            sink.write(starts.length).write(starts);
            for (int k = 0; k < table.experts(); k++) {
                writeBlock(table, k, sink);
            }
            sink.finish();
            return file.commit();
        }
    }

    /**
     * @throws dev.majlis.mesh.error.MeshException {@code CORRUPT} for a file that is cut, changed or contradicts itself;
     *     {@code TOO_LARGE} beyond {@code limits}
     */
    public static OutputTable read(Path path, TableLimits limits) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            String name = path.getFileName().toString();
            limits.checkBytes(channel.size());
            return read(new PrimitiveSource(channel, name), name, limits);
        } catch (MeshException e) {
            // what no writer would have written is a broken file, whatever it breaks
            boolean told = e.code().filter(TOLD::contains).isPresent();
            throw told ? e : Failures.corrupt(path.getFileName() + ": " + e.getMessage());
        }
    }

    private static OutputTable read(PrimitiveSource source, String name, TableLimits limits) throws IOException {
        if (source.readInt() != MAGIC || source.readInt() != VERSION) {
            throw Failures.corrupt(name + " is no table of version " + VERSION);
        }
        int rows = source.readInt();
        int experts = source.readInt();
        if (rows < 1 || experts < 1 || experts > ExpertSet.LIMIT) {
            throw Failures.corrupt(name + " announces " + rows + " rows of " + experts + " experts");
        }
        Targets targets = Targets.readFrom(source, rows);
        RowOrigins origins = origins(source, rows);
        int[] starts = source.readInts(source.readInt());
        List<OutputBlock> blocks = new ArrayList<>();
        for (int k = 0; k < experts; k++) {
            blocks.add(inLists(block(source, blocks, rows), starts, rows));
        }
        source.finish();
        return OutputTable.read(blocks, targets, origins, limits, starts);
    }

    private static void writeBlock(OutputTable table, int k, PrimitiveSink sink) throws IOException {
        for (int earlier = 0; earlier < k; earlier++) {
            if (table.block(earlier).equals(table.block(k))) {
                sink.write(SHARED).write(earlier);
                return;
            }
        }
        OutputBlock block = table.block(k);
        boolean labels = block instanceof LabelBlock || (block instanceof PartedBlock parts && parts.holdsLabels());
        sink.write(labels ? LABELS : DENSE).write(block.width());
        if (block instanceof LabelBlock whole) {
            whole.writeLabels(sink);
            whole.writeConfidences(sink);
        } else if (block instanceof DenseBlock dense) {
            for (int i = 0; i < dense.width(); i++) {
                dense.writeColumn(i, sink);
            }
        } else if (block instanceof PartedBlock parts) {
            parts.writeTo(sink);
        }
    }

    private static int[] starts(OutputTable table) {
        return table.lists()
                .map(lists -> IntStream.rangeClosed(0, lists.count())
                        .map(lists::start)
                        .toArray())
                .orElse(new int[0]);
    }

    private static OutputBlock block(PrimitiveSource source, List<OutputBlock> earlier, int rows) throws IOException {
        int kind = source.readInt();
        int width = source.readInt();
        if (kind == SHARED && width >= 0 && width < earlier.size()) {
            return earlier.get(width);
        }
        if (kind == LABELS && width > 0 && width <= Short.MAX_VALUE) {
            return new LabelBlock(source.readShorts(rows), source.readFloats(rows), width);
        }
        if (kind == DENSE && width > 0) {
            List<float[]> columns = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                columns.add(source.readFloats(rows));
            }
            return DenseBlock.ofColumns(columns.toArray(new float[0][]));
        }
        throw Failures.corrupt("a block is of kind " + kind + " with " + width + " columns");
    }

    private static OutputBlock inLists(OutputBlock block, int[] starts, int rows) {
        if (starts.length == 0 || block instanceof PartedBlock) {
            return block;
        }
        RowLists.requireSound(starts, rows);
        return new PartedBlock(block, starts);
    }

    private static RowOrigins origins(PrimitiveSource source, int rows) throws IOException {
        int count = source.readInt();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(source.readText(NAME_BYTES));
        }
        int[] domains = source.readInts(rows);
        return new RowOrigins(source.readLongs(rows), domains, names);
    }
}
