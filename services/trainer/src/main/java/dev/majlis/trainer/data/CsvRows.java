package dev.majlis.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.error.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** RFC 4180 with a first row of column names. Every row must have as many values as there are columns. */
final class CsvRows {
    private static final CsvMapper MAPPER =
            CsvMapper.csvBuilder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
    private static final int MOST_COLUMNS = 256;

    private CsvRows() {}

    static void read(InputStream in, Consumer<Row> rows) throws IOException {
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
        try (MappingIterator<String[]> values = MAPPER.readerFor(String[].class).readValues(reader)) {
            Optional<String[]> names = row(values, 1);
            if (names.isEmpty()) {
                return;
            }
            List<String> columns = columns(names.get());
            long line = next(values);
            for (Optional<String[]> row = row(values, line); row.isPresent(); row = row(values, line)) {
                if (row.get().length != 1 || !row.get()[0].isBlank()) {
                    rows.accept(new Row(line, object(columns, row.get(), line)));
                }
                line = next(values);
            }
        }
    }

    private static Optional<String[]> row(MappingIterator<String[]> values, long line) throws IOException {
        try {
            return values.hasNextValue() ? Optional.of(values.nextValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw Failures.badRow(line, "is no CSV: " + e.getOriginalMessage());
        }
    }

    /** The parser stands behind the line end of the row it has read. */
    private static long next(MappingIterator<String[]> values) {
        return values.getCurrentLocation().getLineNr();
    }

    private static List<String> columns(String[] names) {
        List<String> columns = List.of(names).stream().map(String::strip).toList();
        if (columns.size() > MOST_COLUMNS || new HashSet<>(columns).size() < columns.size()) {
            throw Failures.badRow(1, "names more than %d columns, or one twice".formatted(MOST_COLUMNS));
        }
        return columns;
    }

    private static ObjectNode object(List<String> columns, String[] row, long line) {
        if (row.length != columns.size()) {
            throw Failures.badRow(line, "has %d values, there are %d columns".formatted(row.length, columns.size()));
        }
        ObjectNode object = Json.mapper().createObjectNode();
        for (int i = 0; i < row.length; i++) {
            object.put(columns.get(i), row[i]);
        }
        return object;
    }
}
