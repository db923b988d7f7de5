package dev.majlis.foe.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.majlis.foe.error.Failures;
import dev.majlis.mesh.json.Json;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Rows in their forms: JSON lines, a CSV table with a header, elements of an array, or rows that were read before. */
public final class RowSources {
    private RowSources() {}

    /** One JSON object a line; blank lines are passed over. */
    public static RowSource jsonLines(byte[] body) {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
        return new RowSource() {
            private int number;

            @Override
            public Optional<RawRow> next() throws IOException {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    if (!line.isBlank()) {
                        return Optional.of(parsed(number, line));
                    }
                }
                return Optional.empty();
            }
        };
    }

    /** Columns {@code id}, {@code input}, {@code label}, {@code references} and {@code domain}; {@code input} must be there. */
    public static RowSource csv(byte[] body) throws IOException {
        ObjectReader reader = new CsvMapper()
                .readerFor(JsonNode.class)
                .with(CsvSchema.emptySchema().withHeader().withNullValue(""));
        MappingIterator<JsonNode> rows =
                reader.readValues(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
        return new RowSource() {
            private int number = 1;

            @Override
            public Optional<RawRow> next() throws IOException {
                number++;
                try {
                    return rows.hasNextValue()
                            ? Optional.of(RawRow.of(new RowPlace.Line(number), rows.nextValue()))
                            : Optional.empty();
                } catch (JsonProcessingException e) {
                    return Optional.of(
                            RawRow.unreadable(new RowPlace.Line(number), Failures.badJson("is no row of the table")));
                }
            }
        };
    }

    /** Elements of an array, counted from 1. */
    public static RowSource elements(Iterable<JsonNode> array) {
        List<RawRow> rows = new ArrayList<>();
        array.forEach(element -> rows.add(RawRow.of(new RowPlace.Line(rows.size() + 1), element)));
        return of(rows);
    }

    /** Rows that were read before. */
    public static RowSource of(List<RawRow> rows) {
        Iterator<RawRow> left = rows.iterator();
        return () -> left.hasNext() ? Optional.of(left.next()) : Optional.empty();
    }

    private static RawRow parsed(int number, String line) {
        try {
            return RawRow.of(new RowPlace.Line(number), Json.mapper().readTree(line));
        } catch (JsonProcessingException e) {
            return RawRow.unreadable(
                    new RowPlace.Line(number),
                    Failures.badJson("is no JSON, column " + e.getLocation().getColumnNr()));
        }
    }
}
