package dev.majlis.nn.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.nn.Golden;
import dev.majlis.nn.encoder.EncoderConfig;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenizerFile;
import java.util.ArrayList;
import java.util.List;

/** The golden scorer and the twelve labelled pairs of the golden training run. */
final class TinyScorer {
    private TinyScorer() {}

    static EncoderModel open(double dropout) {
        EncoderConfig config =
                EncoderConfig.read(Golden.ROBERTA.resolve("config.json")).withDropout(dropout);
        return EncoderModel.open(config, Golden.ROBERTA.resolve("model.safetensors"), HeadKind.SEQUENCE, 2);
    }

    static List<Labelled<Float>> examples() {
        float[] labels = Golden.floats(Golden.expected("training").path("labels"));
        List<Labelled<Float>> examples = new ArrayList<>();
        try (TokenizerFile tokenizer = TokenizerFile.open(Golden.ROBERTA.resolve("tokenizer.json"))) {
            var layout = new SequenceLayout(tokenizer, 128);
            for (JsonNode row : Golden.rows("roberta-tiny-regression")) {
                if (examples.size() < labels.length) {
                    examples.add(new Labelled<>(
                            layout.pair(
                                    row.path("instruction").asText(),
                                    row.path("response").asText(),
                                    Overflow.TRUNCATE_LONGEST,
                                    examples.size()),
                            labels[examples.size()]));
                }
            }
        }
        return examples;
    }
}
