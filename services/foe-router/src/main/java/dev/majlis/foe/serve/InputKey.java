package dev.majlis.foe.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.data.InputHash;
import dev.majlis.mesh.blob.Sha256;
import dev.majlis.mesh.json.CanonicalJson;
import dev.majlis.mesh.json.Json;
import java.nio.charset.StandardCharsets;

/** Names of inputs: the same input has the same name wherever it comes from. */
public final class InputKey {
    private InputKey() {}

    /** SHA-256 of the canonical JSON, hexadecimal: by it outputs are kept. */
    public static String of(JsonNode input) {
        return Sha256.hex(CanonicalJson.of(Json.write(input)));
    }

    /** 64 bits by which the same input is known in two splits; of the text alone where the input is one. */
    public static long hash(JsonNode input) {
        return InputHash.of(text(input));
    }

    /** The text itself, or canonical JSON. */
    public static String text(JsonNode input) {
        return input.isTextual()
                ? input.textValue()
                : new String(CanonicalJson.of(Json.write(input)), StandardCharsets.UTF_8);
    }
}
