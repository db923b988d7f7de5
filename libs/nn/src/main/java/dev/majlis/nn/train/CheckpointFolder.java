package dev.majlis.nn.train;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.file.AtomicFile;
import dev.majlis.nn.file.WrittenFile;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.safetensors.SafetensorsFile;
import dev.majlis.nn.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The checkpoints of one run: a folder each, with the trained parameters, the optimiser's moments and {@code state.json},
 * which holds the position and the SHA-256 of both. A checkpoint appears under its name only when it is whole.
 */
public final class CheckpointFolder {
    private static final String PREFIX = "update-";
    private static final String STATE = "state.json";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    public CheckpointFolder(Path folder) {
        this.folder = requireNonNull(folder, "folder is null");
    }

    /** The newest checkpoint whose files are whole; older ones are tried when it is broken. */
    public Optional<Path> latest() {
        return all().stream().filter(CheckpointFolder::whole).findFirst();
    }

    /** Checkpoints, newest first, whole or not. */
    List<Path> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> path.getFileName().toString().matches(PREFIX + "\\d{12}"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** This, after its folder was made where it did not exist. */
    CheckpointFolder readyFolder() {
        try {
            Files.createDirectories(folder);
            return this;
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    Path bestFile() {
        return folder.resolve("best.safetensors");
    }

    /** @param identity of settings and data; asked again on resuming */
    Path save(TrainingState state, String identity, Parameters parameters, AdamW optimiser, int keep) {
        String name = PREFIX + "%012d".formatted(state.update());
        Path part = folder.resolve("." + name + ".part");
        Path target = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            remove(part);
            Files.createDirectory(part);
            WrittenFile model = writeModel(parameters, part.resolve("parameters.safetensors"));
            SafetensorsWriter moments = new SafetensorsWriter();
            optimiser.writeTo(moments);
            WrittenFile optimiserFile = moments.write(part.resolve("optimizer.safetensors"));
            writeState(part.resolve(STATE), state, identity, model, optimiserFile);
            remove(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            // later ones are of a future that was given up: the run went on from before them because they were broken
            for (Path later :
                    all().stream().filter(path -> path.compareTo(target) > 0).toList()) {
                remove(later);
            }
            for (Path old : all().stream().skip(keep).toList()) {
                remove(old);
            }
            return target;
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, "checkpoint " + target + " cannot be written: " + e.getMessage(), e);
        }
    }

    static WrittenFile writeModel(Parameters parameters, Path file) {
        SafetensorsWriter writer = new SafetensorsWriter();
        parameters.writeTo(writer, DataType.F32, UnaryOperator.identity(), true);
        return writer.write(file);
    }

    private static void writeState(
            Path file, TrainingState state, String identity, WrittenFile parameters, WrittenFile optimiser)
            throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("identity", identity);
        json.put("update", state.update());
        json.put("epoch", state.epoch());
        json.put("position", state.position());
        // JSON has no infinity
        if (Double.isFinite(state.bestLoss())) {
            json.put("bestLoss", state.bestLoss());
        }
        json.put("bestUpdate", state.bestUpdate());
        json.put("looksWithoutGain", state.looksWithoutGain());
        json.put("parameters", parameters.sha256());
        json.put("optimizer", optimiser.sha256());
        try (AtomicFile written = AtomicFile.open(file)) {
            written.write(ByteBuffer.wrap(JSON.writeValueAsBytes(json)));
            written.commit();
        }
    }

    /** Brings parameters and optimiser to where a checkpoint left them. */
    static TrainingState restore(Path checkpoint, String identity, Parameters parameters, AdamW optimiser) {
        JsonNode json = state(checkpoint);
        String saved = json.path("identity").asText();
        if (!saved.equals(identity)) {
            throw new NnException(
                    Kind.INVALID,
                    "checkpoint " + checkpoint + " belongs to another run: it has '" + saved + "', this run '"
                            + identity + "'");
        }
        requireWhole(checkpoint, json);
        try (SafetensorsFile file = SafetensorsFile.open(checkpoint.resolve("parameters.safetensors"));
                SafetensorsFile moments = SafetensorsFile.open(checkpoint.resolve("optimizer.safetensors"))) {
            parameters.trainableNames().forEach(name -> parameters.set(name, file.floats(name)));
            optimiser.readFrom(moments, json.path("update").asLong());
        }
        return new TrainingState(
                json.path("update").asLong(),
                json.path("epoch").asLong(),
                json.path("position").asInt(),
                json.path("bestLoss").asDouble(Double.POSITIVE_INFINITY),
                json.path("bestUpdate").asLong(),
                json.path("looksWithoutGain").asInt());
    }

    private static JsonNode state(Path checkpoint) {
        try {
            JsonNode json = JSON.readTree(checkpoint.resolve(STATE).toFile());
            if (json.path("format").asInt() != FORMAT) {
                throw new NnException(
                        Kind.UNSUPPORTED, checkpoint + " has the format " + json.path("format") + ", not " + FORMAT);
            }
            return json;
        } catch (IOException e) {
            throw new NnException(Kind.CORRUPT, checkpoint + " has no sound " + STATE + ": " + e.getMessage(), e);
        }
    }

    private static boolean whole(Path checkpoint) {
        try {
            requireWhole(checkpoint, state(checkpoint));
            return true;
        } catch (NnException e) {
            return false;
        }
    }

    private static void requireWhole(Path checkpoint, JsonNode json) {
        for (String part : List.of("parameters", "optimizer")) {
            Path file = checkpoint.resolve(part + ".safetensors");
            try {
                if (!AtomicFile.sha256(file).equals(json.path(part).asText())) {
                    throw new NnException(Kind.CORRUPT, file + " is not what was written: its SHA-256 differs");
                }
            } catch (IOException e) {
                throw new NnException(Kind.CORRUPT, file + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private static void remove(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(path)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
