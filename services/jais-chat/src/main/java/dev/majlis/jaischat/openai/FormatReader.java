package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.models.text.OutputFormat;
import java.util.List;

/** Reads {@code response_format}. */
final class FormatReader {
    private FormatReader() {}

    static OutputFormat read(Fields fields) {
        return fields.object("response_format").map(FormatReader::format).orElse(OutputFormat.TEXT);
    }

    private static OutputFormat format(Fields format) {
        String type = format.oneOf("type", List.of("text", "json_object", "json_schema"))
                .orElseThrow(() -> MeshException.invalid(format.pointer("type"), "is required"));
        return switch (type) {
            case "json_object" -> new OutputFormat.JsonObject();
            case "json_schema" -> schema(format);
            default -> OutputFormat.TEXT;
        };
    }

    private static OutputFormat schema(Fields format) {
        Fields wrapper = format.object("json_schema")
                .orElseThrow(() -> MeshException.invalid(format.pointer("json_schema"), "is required"));
        wrapper.text("name");
        wrapper.text("description");
        wrapper.truth("strict"); // every schema is kept strictly
        JsonNode schema = wrapper.raw("schema")
                .orElseThrow(() -> MeshException.invalid(wrapper.pointer("schema"), "is required"));
        if (!schema.isObject()) {
            throw MeshException.invalid(wrapper.pointer("schema"), "must be an object, not " + Fields.shown(schema));
        }
        return new OutputFormat.JsonSchema(schema.toString());
    }
}
