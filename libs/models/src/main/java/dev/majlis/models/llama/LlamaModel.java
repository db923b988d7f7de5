package dev.majlis.models.llama;

import com.sun.jna.Pointer;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The weights of a GGUF file. Freed by {@link #close()}, after every context on it. */
final class LlamaModel implements AutoCloseable {

    private static final Map<Integer, String> FILE_TYPES = Map.ofEntries(
            Map.entry(0, "F32"),
            Map.entry(1, "F16"),
            Map.entry(2, "Q4_0"),
            Map.entry(3, "Q4_1"),
            Map.entry(7, "Q8_0"),
            Map.entry(8, "Q5_0"),
            Map.entry(9, "Q5_1"),
            Map.entry(10, "Q2_K"),
            Map.entry(11, "Q3_K_S"),
            Map.entry(12, "Q3_K_M"),
            Map.entry(13, "Q3_K_L"),
            Map.entry(14, "Q4_K_S"),
            Map.entry(15, "Q4_K_M"),
            Map.entry(16, "Q5_K_S"),
            Map.entry(17, "Q5_K_M"),
            Map.entry(18, "Q6_K"),
            Map.entry(32, "BF16"));

    private final Pointer pointer;
    private final Vocabulary vocabulary;

    private LlamaModel(Pointer pointer) {
        this.pointer = pointer;
        this.vocabulary = new Vocabulary(LlamaLibrary.llama_model_get_vocab(pointer));
    }

    /** @throws ModelException {@code UNAVAILABLE}, {@code CORRUPT} or, for encoders and recurrent models, {@code UNSUPPORTED} */
    static LlamaModel load(Path gguf, int gpuLayers) {
        if (!Files.isReadable(gguf)) {
            throw new ModelException(Code.UNAVAILABLE, "cannot read the model file " + gguf);
        }
        ModelParams params = LlamaLibrary.llama_model_default_params();
        params.nGpuLayers = gpuLayers;
        Pointer pointer = LlamaLibrary.llama_model_load_from_file(gguf.toString(), params);
        if (pointer == null) {
            throw new ModelException(
                    Code.CORRUPT,
                    "llama.cpp cannot load " + gguf.getFileName()
                            + ": no GGUF file of a known architecture (its log has the reason)");
        }
        if (LlamaLibrary.llama_model_is_recurrent(pointer) != 0 || LlamaLibrary.llama_model_has_encoder(pointer) != 0) {
            LlamaLibrary.llama_model_free(pointer);
            throw new ModelException(
                    Code.UNSUPPORTED,
                    gguf.getFileName() + " is no decoder-only attention model; prefixes cannot be shared");
        }
        return new LlamaModel(pointer);
    }

    Pointer pointer() {
        return pointer;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    int trainedContext() {
        return LlamaLibrary.llama_model_n_ctx_train(pointer);
    }

    int width() {
        return LlamaLibrary.llama_model_n_embd(pointer);
    }

    String quantization() {
        return metadata("general.file_type")
                .map(type -> FILE_TYPES.getOrDefault(Integer.valueOf(type), "file type " + type))
                .orElse("");
    }

    Optional<String> chatTemplate() {
        Pointer template = LlamaLibrary.llama_model_chat_template(pointer, null);
        return Optional.ofNullable(template).map(text -> text.getString(0, "UTF-8"));
    }

    /** A value of the file's metadata, as text. */
    Optional<String> metadata(String key) {
        byte[] buffer = new byte[256];
        int length = LlamaLibrary.llama_model_meta_val_str(pointer, key, buffer, buffer.length);
        if (length < 0) {
            return Optional.empty();
        }
        if (length >= buffer.length) {
            buffer = new byte[length + 1];
            LlamaLibrary.llama_model_meta_val_str(pointer, key, buffer, buffer.length);
        }
        return Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        LlamaLibrary.llama_model_free(pointer);
    }
}
