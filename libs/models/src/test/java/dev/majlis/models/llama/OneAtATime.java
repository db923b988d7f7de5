package dev.majlis.models.llama;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same natives driven plainly: one sequence, no sharing, greedy. What the engine is compared with. */
final class OneAtATime implements AutoCloseable {

    private final LlamaModel model;
    private final LlamaContext context;
    private final TokenBatch batch = new TokenBatch(512);

    /**
     * A greedy answer.
     *
     * @param tokens ids, end token included
     * @param margins logit of the drawn token minus that of the next best
     */
    record Answer(List<Integer> tokens, List<Float> margins) {}

    OneAtATime(Path gguf) {
        this.model = LlamaModel.load(gguf, 0);
        var settings = LlamaSettings.defaults().withBatch(512);
        this.context =
                new LlamaContext(model, settings, 2048, Runtime.getRuntime().availableProcessors());
    }

    Answer greedy(int[] prompt, int maxTokens) {
        batch.clear();
        for (int i = 0; i < prompt.length; i++) {
            batch.add(prompt[i], i, 0, i == prompt.length - 1);
        }
        var tokens = new ArrayList<Integer>();
        var margins = new ArrayList<Float>();
        float[] row = new float[model.vocabulary().size()];
        for (int position = prompt.length; tokens.size() < maxTokens; position++) {
            context.decode(batch);
            context.logits(batch.size() - 1, row);
            int best = best(row, -1);
            tokens.add(best);
            margins.add(row[best] - row[best(row, best)]);
            if (model.vocabulary().isEnd(best)) {
                break;
            }
            batch.clear();
            batch.add(best, position, 0, true);
        }
        context.release(0, 0);
        return new Answer(tokens, margins);
    }

    private static int best(float[] row, int except) {
        int best = except == 0 ? 1 : 0;
        for (int id = 0; id < row.length; id++) {
            if (id != except && row[id] > row[best]) {
                best = id;
            }
        }
        return best;
    }

    @Override
    public void close() {
        batch.close();
        context.close();
        model.close();
    }
}
