package dev.majlis.nn.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The numbers of a {@code config.json} of the BERT and RoBERTa families.
 *
 * @param modelType {@code bert}, {@code roberta}, {@code xlm-roberta} or {@code camembert}
 * @param vocabulary rows of the word table
 * @param width hidden size d
 * @param layers number of encoder layers
 * @param heads attention heads; d is a multiple
 * @param inner width of the feed-forward layer
 * @param positions rows of the position table
 * @param types rows of the segment table
 * @param padId id of the padding token
 * @param epsilon of layer normalisation
 * @param hiddenDropout rate in [0, 1) after embeddings and dense layers
 * @param attentionDropout rate in [0, 1) of attention weights
 * @param classifierDropout rate in [0, 1) in the head
 * @param labels outputs of the head
 * @param initialDeviation standard deviation of new weights
 */
public record EncoderConfig(
        String modelType,
        int vocabulary,
        int width,
        int layers,
        int heads,
        int inner,
        int positions,
        int types,
        int padId,
        double epsilon,
        double hiddenDropout,
        double attentionDropout,
        double classifierDropout,
        int labels,
        double initialDeviation) {

    public EncoderConfig {
        requireBetween("vocab_size", vocabulary, 1 << 24);
        requireBetween("hidden_size", width, 1 << 16);
        requireBetween("num_hidden_layers", layers, 1 << 10);
        requireBetween("num_attention_heads", heads, width);
        requireBetween("intermediate_size", inner, 1 << 20);
        requireBetween("max_position_embeddings", positions, 1 << 20);
        requireBetween("type_vocab_size", types, 1 << 10);
        requireBetween("num_labels", labels, 1 << 20);
        if (width % heads != 0) {
            throw new NnException(
                    Kind.UNSUPPORTED,
                    "hidden_size must be a multiple of num_attention_heads, not " + width + "/" + heads);
        }
        requireRate("hidden_dropout_prob", hiddenDropout);
        requireRate("attention_probs_dropout_prob", attentionDropout);
        requireRate("classifier_dropout", classifierDropout);
    }

    /** Reads the file of a model. */
    public static EncoderConfig read(Path file) {
        try {
            return parse(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new NnException(Kind.CORRUPT, file + " is not JSON: " + e.getMessage(), e);
        } catch (NnException e) {
            throw new NnException(e.kind(), file + ": " + e.getMessage(), e);
        }
    }

    private static EncoderConfig parse(JsonNode json) {
        String type = json.path("model_type").asText();
        boolean roberta =
                switch (type) {
                    case "bert" -> false;
                    case "roberta", "xlm-roberta", "camembert" -> true;
                    default ->
                        throw new NnException(
                                Kind.UNSUPPORTED, "model type '" + type + "' is not of the BERT or RoBERTa family");
                };
        requireText(json, "hidden_act", "gelu");
        requireText(json, "position_embedding_type", "absolute");
        double hiddenDropout = json.path("hidden_dropout_prob").asDouble(0.1);
        int labels = json.path("num_labels").asInt(json.path("id2label").size());
        int width = json.path("hidden_size").asInt();
        return new EncoderConfig(
                type,
                json.path("vocab_size").asInt(),
                width,
                json.path("num_hidden_layers").asInt(),
                json.path("num_attention_heads").asInt(),
                json.path("intermediate_size").asInt(4 * width),
                json.path("max_position_embeddings").asInt(),
                json.path("type_vocab_size").asInt(roberta ? 1 : 2),
                json.path("pad_token_id").asInt(roberta ? 1 : 0),
                json.path("layer_norm_eps").asDouble(1e-12),
                hiddenDropout,
                json.path("attention_probs_dropout_prob").asDouble(0.1),
                json.path("classifier_dropout").asDouble(hiddenDropout),
                Math.max(labels, 1),
                json.path("initializer_range").asDouble(0.02));
    }

    /** Whether positions count from {@code padId + 1} and heads are of the RoBERTa style. */
    public boolean roberta() {
        return !modelType.equals("bert");
    }

    /** Position of the first token. */
    public int firstPosition() {
        return roberta() ? padId + 1 : 0;
    }

    /** Longest input, special tokens included. */
    public int maxTokens() {
        return positions - firstPosition();
    }

    /** What the encoder's tensors are called in files with a head: {@code bert.} or {@code roberta.}. */
    public String prefix() {
        return roberta() ? "roberta." : "bert.";
    }

    /** The same encoder with another number of outputs. */
    public EncoderConfig withLabels(int count) {
        return new EncoderConfig(
                modelType,
                vocabulary,
                width,
                layers,
                heads,
                inner,
                positions,
                types,
                padId,
                epsilon,
                hiddenDropout,
                attentionDropout,
                classifierDropout,
                count,
                initialDeviation);
    }

    /** The same encoder with one rate for every dropout. */
    public EncoderConfig withDropout(double rate) {
        return new EncoderConfig(
                modelType,
                vocabulary,
                width,
                layers,
                heads,
                inner,
                positions,
                types,
                padId,
                epsilon,
                rate,
                rate,
                rate,
                labels,
                initialDeviation);
    }

    /**
     * Writes the file that other libraries read too.
     *
     * @param head what stands on the encoder
     */
    void write(Path file, HeadKind head) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        json.putArray("architectures").add(architecture(head));
        json.put("model_type", modelType);
        json.put("vocab_size", vocabulary);
        json.put("hidden_size", width);
        json.put("num_hidden_layers", layers);
        json.put("num_attention_heads", heads);
        json.put("intermediate_size", inner);
        json.put("max_position_embeddings", positions);
        json.put("type_vocab_size", types);
        json.put("pad_token_id", padId);
        json.put("layer_norm_eps", epsilon);
        json.put("hidden_act", "gelu");
        json.put("position_embedding_type", "absolute");
        json.put("hidden_dropout_prob", hiddenDropout);
        json.put("attention_probs_dropout_prob", attentionDropout);
        json.put("classifier_dropout", classifierDropout);
        json.put("initializer_range", initialDeviation);
        if (head.trained()) {
            ObjectNode names = json.putObject("id2label");
            ObjectNode ids = json.putObject("label2id");
            for (int i = 0; i < labels; i++) {
                names.put(Integer.toString(i), "LABEL_" + i);
                ids.put("LABEL_" + i, i);
            }
        }
        try {
            mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private String architecture(HeadKind head) {
        String family =
                switch (modelType) {
                    case "bert" -> "Bert";
                    case "xlm-roberta" -> "XLMRoberta";
                    default -> modelType.substring(0, 1).toUpperCase(Locale.ROOT) + modelType.substring(1);
                };
        return switch (head) {
            case SEQUENCE -> family + "ForSequenceClassification";
            case TOKENS -> family + "ForTokenClassification";
            case MEAN, FIRST -> family + "Model";
        };
    }

    private static void requireText(JsonNode json, String key, String wanted) {
        String seen = json.path(key).asText(wanted);
        if (!seen.equals(wanted)) {
            throw new NnException(Kind.UNSUPPORTED, key + " must be " + wanted + ", not " + seen);
        }
    }

    private static void requireBetween(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new NnException(Kind.UNSUPPORTED, key + " must be 1 to " + most + ", not " + value);
        }
    }

    private static void requireRate(String key, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new NnException(Kind.UNSUPPORTED, key + " must be in [0, 1), not " + value);
        }
    }
}
