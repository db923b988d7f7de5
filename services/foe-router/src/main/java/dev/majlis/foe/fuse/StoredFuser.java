package dev.majlis.foe.fuse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableFile;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import dev.majlis.nn.NnException;
import dev.majlis.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A fuser as a folder, so that the same one is there after a restart: {@code rows.foet} (see {@link TableFile}), {@code
 * fuser.safetensors} with what is done to blocks and the weights of a logistic regression, for a perceptron its {@code
 * mlp.json} and {@code mlp.safetensors}, and last {@code fuser.json} with kind, settings and the SHA-256 of the others. Equal
 * fusers give equal bytes.
 */
public final class StoredFuser {
    private static final int FORMAT = 1;
    private static final long LONGEST = 1 << 16;
    private static final String DESCRIPTION = "fuser.json";
    private static final String ROWS = "rows.foet";
    private static final List<String> NETWORK = List.of("mlp.json", "mlp.safetensors");

    private StoredFuser() {}

    /**
     * Writes a fuser.
     *
     * @param folder made if absent; {@code fuser.json} is written last, so a folder without it is no fuser
     * @param network folder with the files of the perceptron; not read for other kinds
     */
    public static void write(Fuser fuser, Path folder, Path network) throws IOException {
        Files.createDirectories(folder);
        ObjectNode description = Json.mapper().createObjectNode();
        description.put("format", FORMAT);
        description.put("model", fuser.model());
        ObjectNode files = Json.mapper().createObjectNode();
        files.put(ROWS, TableFile.write(fuser.rows(), folder.resolve(ROWS)).sha256());
        if (fuser instanceof KnnFuser knn) {
            description.put("neighbours", knn.neighbours());
        } else if (fuser instanceof MlpFuser mlp) {
            description.put("neighbours", mlp.neighbours());
            for (String name : NETWORK) {
                Path file = folder.resolve(name);
                Files.copy(network.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
                files.put(name, AtomicFile.sha256(file));
            }
        }
        files.put(FuserTensors.FILE, FuserTensors.write(fuser, folder).sha256());
        description.set("files", files);
        try (AtomicFile file = AtomicFile.open(folder.resolve(DESCRIPTION))) {
            file.write(ByteBuffer.wrap((description.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8)));
            file.commit();
        }
    }

    /** As {@link #write(Fuser, Path, Path)}, for a fuser without a network. */
    public static void write(Fuser fuser, Path folder) throws IOException {
        if (fuser instanceof MlpFuser) {
            throw new IllegalArgumentException("a perceptron is stored with the files of its network");
        }
        write(fuser, folder, folder);
    }

    /**
     * The fuser of a folder.
     *
     * @param networks opens the perceptron of a folder
     * @throws MeshException {@code CORRUPT} when a file is missing, was changed or does not fit the others; {@code
     *     TOO_LARGE} for rows beyond {@code limits}
     */
    public static Fuser read(Path folder, TableLimits limits, Function<Path, FusionNetwork> networks)
            throws IOException {
        JsonNode description = description(folder);
        requireUnchanged(folder, description.path("files"));
        OutputTable rows = TableFile.read(folder.resolve(ROWS), limits);
        int neighbours = Math.max(1, description.path("neighbours").asInt(KnnFuser.NEIGHBOURS));
        try (FuserTensors tensors = FuserTensors.open(folder)) {
            Preparation preparation = tensors.preparation(rows.experts());
            String model = description.path("model").asText();
            return switch (model) {
                case "knn" -> new KnnFuser(rows, preparation, neighbours);
                case "logreg" -> tensors.logistic(rows, preparation);
                case "mlp", "masked_mlp" -> new MlpFuser(networks.apply(folder), rows, preparation, neighbours);
                default -> throw Failures.corrupt(DESCRIPTION + " names the model '" + model + "'");
            };
        } catch (NnException e) {
            throw Failures.corrupt(e.getMessage());
        }
    }

    /** As {@link #read(Path, TableLimits, Function)}, with a perceptron of the trainer. */
    public static Fuser read(Path folder, TableLimits limits) throws IOException {
        return read(folder, limits, MlpNetwork::open);
    }

    private static JsonNode description(Path folder) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
            throw Failures.corrupt(DESCRIPTION + " is missing or longer than " + LONGEST + " bytes");
        }
        try {
            JsonNode description = Json.read(Files.readAllBytes(file), JsonNode.class);
            if (description.path("format").asInt() != FORMAT) {
                throw Failures.corrupt(DESCRIPTION + " is not of format " + FORMAT);
            }
            return description;
        } catch (MeshException e) {
            throw Failures.corrupt(DESCRIPTION + ": " + e.getMessage());
        }
    }

    private static void requireUnchanged(Path folder, JsonNode files) throws IOException {
        for (Iterator<String> names = files.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Path file = folder.resolve(name).normalize();
            if (!folder.normalize().equals(file.getParent()) || !Files.isRegularFile(file)) {
                throw Failures.corrupt("file " + name + " of the fuser is missing");
            }
            if (!AtomicFile.sha256(file).equals(files.path(name).asText())) {
                throw Failures.corrupt("file " + name + " of the fuser was changed");
            }
        }
    }
}
