package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.serve.HostedModels;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.mesh.rest.MeshConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Text classifiers of the mesh's registry. */
@ApplicationScoped
public class RegistryModels implements HostedModels {
    private static final String KIND = "text-classifier";

    private final Instance<Mesh> mesh;
    private final ModelBlobs blobs;
    private final Path folder;

    @Inject
    public RegistryModels(
            Instance<Mesh> mesh,
            MeshConfig config,
            @ConfigProperty(name = "majlis.state-dir", defaultValue = ".majlis/state") Path stateDir) {
        this.mesh = mesh;
        this.blobs = ModelBlobs.in(config.blobDir().orElse(stateDir.resolve("blobs")));
        this.folder = stateDir.resolve("foe-models");
    }

    @Override
    public Optional<Hosted> find(String model) {
        return current(model).map(version -> {
            JsonNode classifier = Json.read(bytes(version, "classifier.json"), JsonNode.class);
            List<String> labels = new ArrayList<>();
            classifier.path("labels").forEach(label -> labels.add(label.asText()));
            return new Hosted(model, version.version(), labels);
        });
    }

    @Override
    public Optional<String> version(String model) {
        return current(model).map(ModelVersion::version);
    }

    @Override
    public LongPredicate trainedOn(String model) {
        Optional<ModelVersion> version = current(model).filter(known -> known.files().stream()
                .anyMatch(file -> file.path().equals("trained-inputs.bin")));
        if (version.isEmpty()) {
            return hash -> false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(bytes(version.get(), "trained-inputs.bin"));
        long[] hashes = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(hashes);
        Arrays.sort(hashes);
        return hash -> Arrays.binarySearch(hashes, hash) >= 0;
    }

    private Optional<ModelVersion> current(String model) {
        return mesh.get().registry().current(model).filter(version -> version.kind()
                .equals(KIND));
    }

    private byte[] bytes(ModelVersion version, String file) {
        try {
            return Files.readAllBytes(blobs.fetch(version, folder).resolve(file));
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.INTERNAL, "model '" + version.model() + "' has no readable " + file, e);
        }
    }
}
