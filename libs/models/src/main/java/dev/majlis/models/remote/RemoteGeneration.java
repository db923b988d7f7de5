package dev.majlis.models.remote;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.TokenLogprob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * A generation on another machine. Events of several connections are taken one at a time, so that the listener hears them
 * in order; the first end (answer, failure, cancel, deadline) wins.
 */
final class RemoteGeneration implements Generation {
    /** More tokens than asked for by this many mean that the server does not stop. */
    private static final int SPARE_TOKENS = 16;

    private final String model;
    private final GenerationRequest request;
    private final GenerationListener listener;
    private final List<ChoiceText> choices;
    private final List<RemoteHttp.Call<Void>> calls = new ArrayList<>();
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final long start = System.nanoTime();
    private long firstToken;
    private int openCalls;
    private int promptTokens;
    private int cachedTokens;
    private int completionTokens;

    RemoteGeneration(String model, GenerationRequest request, GenerationListener listener) {
        this.model = model;
        this.request = request;
        this.listener = listener;
        boolean wanted = request.topLogprobs().isPresent();
        this.choices = IntStream.range(0, request.n())
                .mapToObj(i -> new ChoiceText(i, wanted))
                .toList();
    }

    @Override
    public CompletionStage<Result> result() {
        return result.minimalCompletionStage();
    }

    /** All calls of this generation, before any has been answered. */
    void attach(List<RemoteHttp.Call<Void>> started) {
        synchronized (this) {
            calls.addAll(started);
            openCalls += started.size();
        }
        started.forEach(call -> RemoteHttp.whenDone(call.result(), (ignored, failure) -> ended(failure)));
    }

    /** A piece of an answer. */
    synchronized void delta(int choice, String text, List<TokenLogprob> logprobs) {
        if (result.isDone()) {
            return;
        }
        if (choice < 0 || choice >= choices.size()) {
            throw new ModelException(
                    Code.ENGINE, "model '" + model + "' sent choice " + choice + " of " + choices.size());
        }
        ChoiceText target = choices.get(choice);
        target.add(text, logprobs);
        if (target.tokens() > request.maxTokens() + SPARE_TOKENS) {
            throw new ModelException(
                    Code.ENGINE, "model '" + model + "' does not stop at " + request.maxTokens() + " tokens");
        }
        if (firstToken == 0) {
            firstToken = System.nanoTime();
        }
        listener.onDelta(new GenerationListener.Delta(
                choice,
                text,
                logprobs.isEmpty() ? 1 : logprobs.size(),
                request.topLogprobs().isPresent() ? logprobs : List.of()));
    }

    synchronized void finish(int choice, FinishReason reason) {
        if (choice >= 0 && choice < choices.size() && !choices.get(choice).finished()) {
            choices.get(choice).finish(reason);
        }
    }

    /** What the server counted for one call. */
    synchronized void usage(int prompt, int cached, int completion) {
        promptTokens = Math.max(promptTokens, prompt);
        cachedTokens = Math.max(cachedTokens, cached);
        completionTokens += completion;
    }

    /** Fails the whole generation. */
    void fail(ModelException failure) {
        if (result.completeExceptionally(failure)) {
            cancelCalls();
        }
    }

    @Override
    public void cancel() {
        stop(FinishReason.CANCELLED);
    }

    /** Ends with what is here. */
    void stop(FinishReason reason) {
        synchronized (this) {
            if (result.isDone()) {
                return;
            }
            choices.forEach(choice -> choice.finish(reason));
            complete();
        }
        cancelCalls();
    }

    private void cancelCalls() {
        List<RemoteHttp.Call<Void>> running;
        synchronized (this) {
            running = List.copyOf(calls);
        }
        running.forEach(RemoteHttp.Call::cancel);
    }

    private void ended(Throwable failure) {
        if (failure instanceof ModelException known) {
            fail(known);
            return;
        }
        if (failure != null) {
            fail(new ModelException(Code.ENGINE, "model '" + model + "' failed: " + failure, failure));
            return;
        }
        boolean cutOff = false;
        synchronized (this) {
            openCalls--;
            if (openCalls == 0 && !result.isDone()) {
                cutOff = !choices.stream().allMatch(ChoiceText::finished);
                if (!cutOff) {
                    complete();
                }
            }
        }
        if (cutOff) {
            fail(new ModelException(
                    Code.ENGINE, "model '" + model + "' closed the stream before the answer had ended"));
        }
    }

    private void complete() {
        int counted = choices.size() == 1 && completionTokens > 0 ? completionTokens : -1;
        List<Choice> done =
                choices.stream().map(choice -> choice.choice(counted)).toList();
        done.forEach(listener::onFinish);
        int tokens = completionTokens > 0
                ? completionTokens
                : done.stream().mapToInt(Choice::tokens).sum();
        long now = System.nanoTime();
        result.complete(new Result(
                done,
                new Usage(promptTokens, cachedTokens, tokens),
                new Timings(
                        Duration.ZERO,
                        Duration.ofNanos((firstToken == 0 ? now : firstToken) - start),
                        Duration.ofNanos(now - start))));
    }
}
