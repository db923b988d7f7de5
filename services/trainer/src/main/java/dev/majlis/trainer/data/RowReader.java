package dev.majlis.trainer.data;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.trainer.error.Failures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads the rows of a file one after the other, within limits. Every complaint names the line. What the consumer throws as {@code
 * IllegalArgumentException} is a complaint about the row.
 */
public final class RowReader {
    private final DataLimits limits;

    public RowReader(DataLimits limits) {
        this.limits = requireNonNull(limits, "limits is null");
    }

    /**
     * @param name tells the format
     * @return how many rows there were
     * @throws MeshException {@code BAD_ROW}, {@code BAD_DATA} or {@code DATA_TOO_LARGE}
     */
    public long read(Path file, String name, Consumer<Row> consumer) {
        DataFormat format = DataFormat.of(name);
        try {
            long bytes = Files.size(file);
            if (bytes > limits.fileBytes()) {
                throw Failures.dataTooLarge("%d bytes, the limit is %d".formatted(bytes, limits.fileBytes()));
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                    InputStream rows =
                            new BoundedStream(format.unpacked(in), limits.expandedBytes(), "after decompression")) {
                Counting counting = new Counting(consumer);
                switch (format.rows()) {
                    case JSONL -> JsonLines.read(rows, limits.lineBytes(), counting);
                    case CSV -> CsvRows.read(rows, counting);
                }
                if (counting.rows == 0) {
                    throw Failures.badData("/data", "there are no rows");
                }
                return counting.rows;
            }
        } catch (CharacterCodingException e) {
            throw Failures.badData("/data", "is not UTF-8");
        } catch (IOException e) {
            throw Failures.badData("/data", "cannot be read: " + e.getMessage());
        }
    }

    private final class Counting implements Consumer<Row> {
        private final Consumer<Row> consumer;
        private long rows;

        Counting(Consumer<Row> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void accept(Row row) {
            rows++;
            if (rows > limits.rows()) {
                throw Failures.dataTooLarge("more than %d rows".formatted(limits.rows()));
            }
            try {
                consumer.accept(row);
            } catch (IllegalArgumentException e) {
                throw Failures.badRow(row.line(), e.getMessage());
            }
        }
    }
}
