package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.TextModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Describes a loaded GGUF model. */
final class ModelDescription {

    private static final String ENGINE = "llama.cpp";
    private static final String NATIVES = "de.kherud:llama:4.2.0";
    private static final int SAMPLE = 1 << 20;

    private ModelDescription() {}

    static TextModel of(String name, Path gguf, LlamaModel model, LlamaSettings settings, int contextLength) {
        Vocabulary vocabulary = model.vocabulary();
        return new TextModel(
                name,
                model.metadata("general.architecture").orElse("unknown"),
                contextLength,
                vocabulary.size(),
                model.quantization(),
                ENGINE,
                fingerprint(gguf, settings),
                settings.sha256(),
                model.chatTemplate(),
                vocabulary.bosText(),
                vocabulary.eosText());
    }

    /** Of the file's hash where known, else of its length and first MiB (metadata and vocabulary). */
    private static String fingerprint(Path gguf, LlamaSettings settings) {
        try (InputStream in = Files.newInputStream(gguf)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((NATIVES + " flash=" + settings.flashAttention()).getBytes(StandardCharsets.UTF_8));
            if (settings.sha256().isPresent()) {
                digest.update(settings.sha256().get().getBytes(StandardCharsets.UTF_8));
            } else {
                digest.update(Long.toString(Files.size(gguf)).getBytes(StandardCharsets.UTF_8));
                digest.update(in.readNBytes(SAMPLE));
            }
            return "fp_" + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new ModelException(Code.UNAVAILABLE, "cannot read " + gguf, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
