package dev.majlis.foe.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.data.InputHash;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.mesh.blob.Sha256;
import dev.majlis.mesh.json.CanonicalJson;
import dev.majlis.mesh.json.Json;

/** Names of inputs: the same input has the same name wherever it comes from. */
public final class InputKey {
    private InputKey() {}

    /** SHA-256 of the canonical JSON, hexadecimal: by it outputs are kept. */
    public static String of(JsonNode input) {
        return Sha256.hex(CanonicalJson.of(Json.write(input)));
    }

    /** 64 bits by which the same words are known in two splits. */
    public static long hash(JsonNode input) {
        return InputHash.of(text(input));
    }

    /** The words that a classifier reads. */
    public static String text(JsonNode input) {
        return new ExpertInput(input).text();
    }
}
