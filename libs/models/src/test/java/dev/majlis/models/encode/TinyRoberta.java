package dev.majlis.models.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.batch.BatchSettings;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import dev.majlis.nn.text.TokenizerFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The golden scorer: a random RoBERTa with one output, with other people's scores for 14 pairs. */
final class TinyRoberta {
    static final Path FOLDER = Path.of("src/test/resources/golden/roberta-tiny-regression");

    private TinyRoberta() {}

    /** One golden row. */
    record Row(Pair pair, int[] ids, float score) {}

    static PairScorer open(String weights, int maxBatch) {
        var files = new EncoderFiles(
                FOLDER.resolve(weights), FOLDER.resolve("tokenizer.json"), Optional.of(FOLDER.resolve("config.json")));
        var model = new ScorerModel("tiny", "1", ScoreKind.REGRESSION01, 0, "", "", "");
        var engine = new EncodeEngine(
                BatchSettings.defaults("tiny").withMaxSize(maxBatch),
                0,
                2,
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        return EncoderEngines.openScorer(model, files, engine);
    }

    static TokenizerFile tokenizer() {
        return TokenizerFile.open(FOLDER.resolve("tokenizer.json"));
    }

    /**
     * Rows whose ids were made as a pair. The reference's call for one pair takes an empty response for none and lays out a
     * single text; its call for a list, which the official scorer code uses, lays out {@code <s> A </s></s></s>} as cappy.md
     * §2.2 says. We do the latter.
     */
    static List<Row> pairRows() {
        return rows().stream().filter(row -> !row.pair().response().isEmpty()).toList();
    }

    static List<Row> rows() {
        try {
            var rows = new ArrayList<Row>();
            for (JsonNode row :
                    new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile())) {
                int[] ids = new int[row.path("ids").size()];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = row.path("ids").get(i).asInt();
                }
                rows.add(new Row(
                        new Pair(
                                row.path("instruction").asText(),
                                row.path("response").asText()),
                        ids,
                        (float) row.path("score").asDouble()));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
