package dev.majlis.mesh.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One text for equal JSON values, in the manner of RFC 8785: no white space, fields sorted by UTF-16 code units, numbers without
 * needless digits. Unlike the RFC, numbers keep all their digits instead of becoming IEEE doubles: 2^53 and 2^53 + 1 differ.
 */
public final class CanonicalJson {
    private static final ObjectReader READER = Json.mapper()
            .reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .with(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private CanonicalJson() {}

    /** @throws MeshException {@code invalid-request} when it is no JSON */
    public static byte[] of(byte[] json) {
        StringWriter text = new StringWriter(json.length);
        try (JsonGenerator out = Json.mapper().createGenerator(text)) {
            write(READER.readTree(json), out);
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.INVALID_REQUEST, "body is not JSON", e);
        }
        return text.toString().getBytes(UTF_8);
    }

    private static void write(JsonNode node, JsonGenerator out) throws IOException {
        if (node.isObject()) {
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            Collections.sort(names);
            out.writeStartObject();
            for (String name : names) {
                out.writeFieldName(name);
                write(node.get(name), out);
            }
            out.writeEndObject();
        } else if (node.isArray()) {
            out.writeStartArray();
            for (JsonNode element : node) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (node.isNumber()) {
            out.writeNumber(number(node.decimalValue()));
        } else if (node.isTextual()) {
            out.writeString(node.textValue());
        } else if (node.isBoolean()) {
            out.writeBoolean(node.booleanValue());
        } else {
            out.writeNull();
        }
    }

    /** Digits and an exponent of ten, which stays short for {@code 1e999999}. */
    private static String number(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.signum() == 0) {
            return "0";
        }
        return stripped.scale() == 0
                ? stripped.unscaledValue().toString()
                : stripped.unscaledValue() + "e" + -(long) stripped.scale();
    }
}
