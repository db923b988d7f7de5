package dev.majlis.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.ScorerModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A cross-encoder in DJL Serving: {@code POST /predictions/{model}} with {@code {"inputs": [{"text", "text_pair"}, …]}}. The
 * model there must be deployed with {@code sigmoid=false} and truncation on (cappy.md §5 items 2 and 3): this side cannot
 * undo a sigmoid and does not see tokens.
 */
public final class DjlServingPairScorer implements PairScorer {
    private final DjlServingClient client;
    private final ScorerModel model;

    public DjlServingPairScorer(RemoteSettings settings, ScorerModel model) {
        this.client = new DjlServingClient(settings);
        this.model = model;
    }

    @Override
    public ScorerModel model() {
        return model;
    }

    /** Whether the management API calls the model healthy; blocks for at most the limit. */
    public boolean ready(Duration limit) {
        return client.ready(limit);
    }

    @Override
    public CompletionStage<List<PairScore>> score(List<Pair> pairs, EncodeOptions options) {
        if (options.overflow() != Overflow.TRUNCATE_LONGEST) {
            return CompletableFuture.failedFuture(new ModelException(
                    Code.UNSUPPORTED,
                    "model '" + model.name() + "' runs in DJL Serving, which truncates by itself: " + options.overflow()
                            + " cannot be had"));
        }
        try {
            return client.predict(pairs, options.deadline(), this::input, this::output);
        } catch (ModelException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private JsonNode input(Pair pair) {
        return client.http()
                .mapper()
                .createObjectNode()
                .put("text", pair.instruction())
                .put("text_pair", pair.response());
    }

    /** A number, an array of one number, or an object with a score: what the serving versions answer. */
    private PairScore output(JsonNode node) {
        JsonNode number =
                node.isArray() && node.size() == 1 ? node.get(0) : node.has("score") ? node.get("score") : node;
        if (!number.isNumber() || !Float.isFinite((float) number.asDouble())) {
            throw new ModelException(Code.ENGINE, "model '" + model.name() + "' gave a score that is no finite number");
        }
        return new PairScore((float) number.asDouble(), 0, 0);
    }

    @Override
    public void close() {
        client.close();
    }
}
