package dev.majlis.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.error.Failures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One JSON object on each line; empty lines are skipped. */
final class JsonLines {
    private static final ObjectReader READER =
            Json.mapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonLines() {}

    static void read(InputStream in, int lineBytes, Consumer<Row> rows) throws IOException {
        byte[] buffer = new byte[1 << 16];
        var line = new ByteArrayOutputStream();
        long number = 1;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int from = 0;
            for (int at = 0; at < read; at++) {
                if (buffer[at] == '\n') {
                    line.write(buffer, from, at - from);
                    row(line, number++, lineBytes, rows);
                    from = at + 1;
                }
            }
            line.write(buffer, from, read - from);
            if (line.size() > lineBytes) {
                throw tooLong(number, lineBytes);
            }
        }
        row(line, number, lineBytes, rows);
    }

    private static void row(ByteArrayOutputStream line, long number, int lineBytes, Consumer<Row> rows)
            throws IOException {
        if (line.size() > lineBytes) {
            throw tooLong(number, lineBytes);
        }
        String text = text(line.toByteArray(), number);
        line.reset();
        if (text.isBlank()) {
            return;
        }
        rows.accept(new Row(number, object(text, number)));
    }

    private static String text(byte[] bytes, long number) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Failures.badRow(number, "is not UTF-8");
        }
    }

    private static ObjectNode object(String text, long number) throws IOException {
        try {
            JsonNode node = READER.readValue(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw Failures.badRow(number, "is no JSON object");
        } catch (JsonProcessingException e) {
            throw Failures.badRow(number, "is no JSON: " + e.getOriginalMessage());
        }
    }

    private static RuntimeException tooLong(long number, int limit) {
        return Failures.dataTooLarge("line %d has more than %d bytes".formatted(number, limit));
    }
}
