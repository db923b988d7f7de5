package dev.majlis.models.text;

import java.util.Optional;

/**
 * A loaded language model.
 *
 * @param name catalog name
 * @param architecture {@code llama}, {@code jais}, … or {@code remote}
 * @param contextLength tokens that prompt and answer may take together
 * @param vocabularySize number of token ids; 0 when the engine does not tell
 * @param quantization for example {@code Q4_1}; empty for remote engines
 * @param engine for example {@code llama.cpp}
 * @param fingerprint hash of engine and weights: equal fingerprints give equal greedy answers
 * @param sha256 of the weights file, where there is one
 * @param chatTemplate the Jinja template in the model's own metadata
 * @param bosToken text of the begin-of-sequence token, empty when there is none
 * @param eosToken text of the end-of-sequence token
 */
public record TextModel(
        String name,
        String architecture,
        int contextLength,
        int vocabularySize,
        String quantization,
        String engine,
        String fingerprint,
        Optional<String> sha256,
        Optional<String> chatTemplate,
        String bosToken,
        String eosToken) {}
