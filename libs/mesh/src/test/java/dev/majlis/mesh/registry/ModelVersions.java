package dev.majlis.mesh.registry;

import dev.majlis.mesh.blob.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions for tests. */
public final class ModelVersions {
    private ModelVersions() {}

    public static ModelVersion of(String model, String version) {
        return of(model, version, model + version);
    }

    static ModelVersion of(String model, String version, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String sha256 = Sha256.hex(bytes);
        return new ModelVersion(
                model,
                version,
                "pair-scorer",
                "regression01",
                "tiny",
                "Apache-2.0",
                List.of(new ModelFile("model.safetensors", sha256, bytes.length, "blob:models/x/" + sha256)),
                Map.of("loss", .25),
                Optional.of("job-1"),
                Instant.EPOCH,
                Optional.empty());
    }
}
