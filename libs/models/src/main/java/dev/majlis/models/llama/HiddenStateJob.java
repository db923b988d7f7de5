package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.GenerationRequest.Priority;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Mean of the hidden states of a text's tokens. */
final class HiddenStateJob extends Job {

    private final CompletableFuture<float[]> result = new CompletableFuture<>();
    private final float[] sum;

    HiddenStateJob(int[] tokens, int width) {
        super(tokens, Priority.INTERACTIVE, Optional.empty());
        this.sum = new float[width];
    }

    CompletionStage<float[]> result() {
        return result.minimalCompletionStage();
    }

    @Override
    int sequencesNeeded() {
        return 1;
    }

    @Override
    int cellsNeeded() {
        return tokens().length;
    }

    /** None: a cached token has cells but no hidden state any more. */
    @Override
    int sharedTokens() {
        return 0;
    }

    @Override
    boolean wantsHiddenStates() {
        return true;
    }

    @Override
    boolean wantsRow(int tokenPosition) {
        return true;
    }

    @Override
    void row(int tokenPosition, int row, LlamaContext context, StepMemory memory) {
        float[] state = context.hiddenState(row);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += state[i];
        }
    }

    @Override
    void prefillEnded() {
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = sum[i] / tokens().length;
        }
        result.completeAsync(() -> mean);
    }

    @Override
    void stop(FinishReason reason) {
        fail(new ModelException(Code.ENGINE, "reading the hidden states was " + reason.wireName()));
    }

    @Override
    void fail(ModelException failure) {
        result.defaultExecutor().execute(() -> result.completeExceptionally(failure));
    }
}
