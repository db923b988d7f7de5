package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.GenerationRequest.Priority;
import dev.majlis.models.text.Likelihood;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Scores a given continuation: one prefill with the logits of every token before the scored ones. */
final class LikelihoodJob extends Job {

    private final int promptLength;
    private final CompletableFuture<Likelihood> result = new CompletableFuture<>();
    private double sum;

    /** @param tokens prompt and continuation, at least one token each */
    LikelihoodJob(int[] tokens, int promptLength) {
        super(tokens, Priority.INTERACTIVE, Optional.empty());
        this.promptLength = promptLength;
    }

    CompletionStage<Likelihood> result() {
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

    @Override
    int sharedTokens() {
        return promptLength;
    }

    @Override
    boolean wantsRow(int tokenPosition) {
        return tokenPosition >= promptLength - 1 && tokenPosition < tokens().length - 1;
    }

    @Override
    void row(int tokenPosition, int row, LlamaContext context, StepMemory memory) {
        context.logits(row, memory.row);
        sum += memory.row[tokens()[tokenPosition + 1]] - memory.logProbabilities.logSumExp(memory.row);
    }

    @Override
    void prefillEnded() {
        int scored = tokens().length - promptLength;
        var likelihood = new Likelihood(sum, sum / scored, scored);
        result.completeAsync(() -> likelihood);
    }

    @Override
    void stop(FinishReason reason) {
        fail(new ModelException(Code.ENGINE, "the scoring was " + reason.wireName()));
    }

    @Override
    void fail(ModelException failure) {
        result.defaultExecutor().execute(() -> result.completeExceptionally(failure));
    }
}
