package dev.majlis.models.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The numbers of a {@code config.json} of the BERT and RoBERTa families.
 *
 * @param roberta whether positions count from {@code padId + 1}
 * @param width hidden size d
 * @param layers number of encoder layers
 * @param heads attention heads; d must be a multiple
 * @param positions rows of the position table
 * @param padId id of the padding token
 * @param epsilon of layer normalisation
 */
record TransformerConfig(boolean roberta, int width, int layers, int heads, int positions, int padId, double epsilon) {

    static TransformerConfig read(Path file) {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new ModelException(Code.CORRUPT, file + " is not JSON: " + e.getMessage(), e);
        }
        String type = json.path("model_type").asText();
        boolean roberta =
                switch (type) {
                    case "bert" -> false;
                    case "roberta", "xlm-roberta", "camembert" -> true;
                    default ->
                        throw new ModelException(
                                Code.UNSUPPORTED,
                                file + ": model type '" + type + "' is not of the BERT or RoBERTa family");
                };
        require(file, json.path("hidden_act").asText("gelu").equals("gelu"), "hidden_act", "gelu");
        require(
                file,
                json.path("position_embedding_type").asText("absolute").equals("absolute"),
                "position_embedding_type",
                "absolute");
        var config = new TransformerConfig(
                roberta,
                json.path("hidden_size").asInt(),
                json.path("num_hidden_layers").asInt(),
                json.path("num_attention_heads").asInt(),
                json.path("max_position_embeddings").asInt(),
                json.path("pad_token_id").asInt(roberta ? 1 : 0),
                json.path("layer_norm_eps").asDouble(1e-12));
        require(
                file,
                config.width > 0 && config.layers > 0 && config.heads > 0 && config.width % config.heads == 0,
                "hidden_size",
                "a positive multiple of num_attention_heads");
        return config;
    }

    private static void require(Path file, boolean fine, String key, String wanted) {
        if (!fine) {
            throw new ModelException(Code.UNSUPPORTED, file + ": " + key + " must be " + wanted);
        }
    }

    /** Position of the first token. */
    int firstPosition() {
        return roberta ? padId + 1 : 0;
    }

    /** Longest input, special tokens included. */
    int maxTokens() {
        return positions - firstPosition();
    }
}
