package dev.majlis.models.encode;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The verified files of an encoder or scorer.
 *
 * @param weights {@code .onnx} or {@code .safetensors}
 * @param tokenizer {@code tokenizer.json}
 * @param config {@code config.json}; needed for safetensors
 */
public record EncoderFiles(Path weights, Path tokenizer, Optional<Path> config) {}
