package dev.majlis.foe.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The bodies shown in an OpenAPI document. */
public final class DocumentExamples {
    private DocumentExamples() {}

    /** By method and path, such as {@code POST /foe/v1/pools}. */
    public static Map<String, String> of(JsonNode document) {
        Map<String, String> examples = new HashMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> operation
                        .getValue()
                        .at("/requestBody/content/application~1json/examples")
                        .forEach(example -> examples.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                text(example.path("value"))))));
        return examples;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
