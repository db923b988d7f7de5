package dev.majlis.bench.mini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A file of a data set.
 *
 * @param name below the data folder
 * @param sha256 of its bytes
 * @param lines of the text
 */
record DataFile(String name, String sha256, List<String> lines) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static DataFile read(Path data, String name) {
        try {
            byte[] bytes = Files.readAllBytes(data.resolve(name));
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            List<String> lines = new ArrayList<>();
            try (var reader = new BufferedReader(new InputStreamReader(
                    name.endsWith(".gz")
                            ? new GZIPInputStream(new ByteArrayInputStream(bytes))
                            : new ByteArrayInputStream(bytes),
                    StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            }
            return new DataFile(name, hash, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One JSON value a line. */
    List<JsonNode> rows() {
        return lines.stream().map(DataFile::json).toList();
    }

    /** The whole file as one JSON value. */
    JsonNode whole() {
        return json(String.join("\n", lines));
    }

    /** Rows of comma-separated values below a header; what is named, by its name. */
    List<Map<String, String>> table() {
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerFor(Map.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(String.join("\n", lines))) {
            return rows.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
