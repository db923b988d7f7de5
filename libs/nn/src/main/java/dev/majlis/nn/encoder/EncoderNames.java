package dev.majlis.nn.encoder;

import java.util.ArrayList;
import java.util.List;

/** Names and shapes of the tensors of a model, as they are called here: without the family's prefix. */
final class EncoderNames {
    private EncoderNames() {}

    /** A tensor that a model needs. */
    record Needed(String name, long... shape) {}

    static List<Needed> encoder(EncoderConfig config) {
        List<Needed> needed = new ArrayList<>();
        long d = config.width();
        needed.add(new Needed("embeddings.word_embeddings.weight", config.vocabulary(), d));
        needed.add(new Needed("embeddings.position_embeddings.weight", config.positions(), d));
        needed.add(new Needed("embeddings.token_type_embeddings.weight", config.types(), d));
        norm(needed, "embeddings.LayerNorm", d);
        for (int i = 0; i < config.layers(); i++) {
            String layer = "encoder.layer." + i + ".";
            linear(needed, layer + "attention.self.query", d, d);
            linear(needed, layer + "attention.self.key", d, d);
            linear(needed, layer + "attention.self.value", d, d);
            linear(needed, layer + "attention.output.dense", d, d);
            norm(needed, layer + "attention.output.LayerNorm", d);
            linear(needed, layer + "intermediate.dense", d, config.inner());
            linear(needed, layer + "output.dense", config.inner(), d);
            norm(needed, layer + "output.LayerNorm", d);
        }
        return needed;
    }

    static List<Needed> head(EncoderConfig config, HeadKind kind) {
        List<Needed> needed = new ArrayList<>();
        long d = config.width();
        switch (kind) {
            case SEQUENCE -> {
                linear(needed, inner(config), d, d);
                linear(needed, outer(config), d, config.labels());
            }
            case TOKENS -> linear(needed, "classifier", d, config.labels());
            case MEAN, FIRST -> {}
        }
        return needed;
    }

    /** The first layer of the sequence head. */
    static String inner(EncoderConfig config) {
        return config.roberta() ? "classifier.dense" : "pooler.dense";
    }

    /** The last layer of the sequence head. */
    static String outer(EncoderConfig config) {
        return config.roberta() ? "classifier.out_proj" : "classifier";
    }

    private static void linear(List<Needed> needed, String name, long in, long out) {
        needed.add(new Needed(name + ".weight", out, in));
        needed.add(new Needed(name + ".bias", out));
    }

    private static void norm(List<Needed> needed, String name, long d) {
        needed.add(new Needed(name + ".weight", d));
        needed.add(new Needed(name + ".bias", d));
    }
}
