package dev.majlis.models.store;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Lets through weights that are only data: safetensors, ONNX, GGUF, and the text files beside them. Formats that run code
 * when opened are refused by name before the fetch and by their first bytes after it (platform §7).
 */
final class SafeFormats {
    private static final Set<String> SAFE =
            Set.of("gguf", "safetensors", "onnx", "onnx_data", "json", "txt", "jinja", "model", "yaml");
    private static final Set<String> UNSAFE = Set.of(
            "bin", "pt", "pth", "ckpt", "pkl", "pickle", "joblib", "npy", "npz", "dill", "h5", "hdf5", "keras", "pb",
            "mar", "py", "so", "dll", "dylib", "jar", "class", "zip", "tar", "gz", "tgz");

    private SafeFormats() {}

    /** @throws ModelException {@code UNSAFE_FORMAT} */
    static void checkName(String model, String file) {
        String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (SAFE.contains(extension)) {
            return;
        }
        String why = UNSAFE.contains(extension)
                ? "files of this kind can run code when they are opened"
                : "this kind of file is not known to be only data";
        throw refused(model, file, "." + extension + ": " + why);
    }

    /** @throws ModelException {@code UNSAFE_FORMAT} when the first bytes are not those of the kind that the name says */
    static void checkContent(String model, String name, Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(16);
        }
        if (starts(head, "PK\u0003\u0004") || starts(head, "PK\u0005\u0006")) {
            throw refused(model, name, "it is a zip archive, as PyTorch pickles are");
        }
        if (head.length >= 2 && (head[0] & 0xFF) == 0x80 && head[1] >= 2 && head[1] <= 5) {
            throw refused(model, name, "it is a Python pickle");
        }
        if (starts(head, "\u0093NUMPY") || starts(head, "\u0089HDF")) {
            throw refused(model, name, "it is a NumPy or HDF5 file");
        }
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean right =
                switch (extension) {
                    case "gguf" -> starts(head, "GGUF");
                    case "safetensors" -> head.length > 8 && head[8] == '{' && headerFits(head, Files.size(file));
                    case "onnx" -> head.length > 1 && head[0] == 0x08;
                    case "json" -> startsLikeJson(head);
                    default -> true;
                };
        if (!right) {
            throw refused(model, name, "its first bytes are not those of a ." + extension + " file");
        }
    }

    private static boolean headerFits(byte[] head, long size) {
        long length = 0;
        for (int i = 7; i >= 0; i--) {
            length = (length << 8) | (head[i] & 0xFF);
        }
        return length > 1 && length <= size - 8;
    }

    private static boolean startsLikeJson(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
        return text.startsWith("{") || text.startsWith("[");
    }

    private static boolean starts(byte[] head, String magic) {
        return new String(head, StandardCharsets.ISO_8859_1).startsWith(magic);
    }

    private static ModelException refused(String model, String file, String why) {
        return new ModelException(
                Code.UNSAFE_FORMAT,
                "model '" + model + "': file " + file + " is refused (" + why
                        + "). Only safetensors, ONNX and GGUF weights are loaded.");
    }
}
