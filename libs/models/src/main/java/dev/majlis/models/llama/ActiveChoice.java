package dev.majlis.models.llama;

import dev.majlis.models.sampling.LogitSampler;
import dev.majlis.models.sampling.TokenFilter;
import dev.majlis.models.sampling.grammar.GrammarFilter;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.GenerationListener.Delta;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One answer while it is written. */
final class ActiveChoice {

    private final int index;
    private final int sequence;
    private final GenerationRequest request;
    private final Vocabulary vocabulary;
    private final LogitSampler sampler;
    private final Optional<GrammarFilter> grammar;
    private final TokenFilter filter;
    private final TextAssembler text;
    private final List<TokenLogprob> logprobs = new ArrayList<>();

    private int position;
    private int lastToken;
    private int tokens;
    private int untold;
    private String untoldText = "";
    private double logLikelihood;
    private FinishReason finish;

    ActiveChoice(
            int index,
            int sequence,
            GenerationRequest request,
            int promptLength,
            Vocabulary vocabulary,
            LogitSampler sampler,
            Optional<GrammarFilter> grammar) {
        this.index = index;
        this.sequence = sequence;
        this.request = request;
        this.position = promptLength;
        this.vocabulary = vocabulary;
        this.sampler = sampler;
        this.grammar = grammar;
        this.filter = grammar.isPresent() ? grammar.get() : TokenFilter.ALL;
        this.text = new TextAssembler(request.stop());
    }

    /** Draws the next token from the row in {@code memory}. */
    void step(StepMemory memory) {
        float[] row = memory.row;
        double logSumExp = memory.logProbabilities.logSumExp(row);
        List<TokenLogprob> top = top(memory, logSumExp);
        System.arraycopy(row, 0, memory.work, 0, row.length);
        int token = sampler.next(memory.work, tokens < request.minTokens(), filter);
        tokens++;
        untold++;
        lastToken = token;
        double logprob = row[token] - logSumExp;
        logLikelihood += logprob;
        request.topLogprobs().ifPresent(count -> logprobs.add(logprob(token, logprob, top)));
        if (vocabulary.isEnd(token)) {
            end(FinishReason.STOP);
            return;
        }
        grammar.ifPresent(rules -> rules.accept(token));
        untoldText += text.append(vocabulary.piece(token));
        if (text.stopped() || grammar.map(GrammarFilter::isComplete).orElse(false)) {
            end(FinishReason.STOP);
        } else if (tokens == request.maxTokens()) {
            end(FinishReason.LENGTH);
        }
    }

    private List<TokenLogprob> top(StepMemory memory, double logSumExp) {
        int count = request.topLogprobs().orElse(0);
        if (count == 0) {
            return List.of();
        }
        var top = new ArrayList<TokenLogprob>(count);
        for (int id : memory.logProbabilities.top(memory.row, count)) {
            top.add(logprob(id, memory.row[id] - logSumExp, List.of()));
        }
        return top;
    }

    private TokenLogprob logprob(int token, double value, List<TokenLogprob> top) {
        byte[] bytes = vocabulary.piece(token).clone();
        return new TokenLogprob(token, new String(bytes, StandardCharsets.UTF_8), bytes, value, top);
    }

    /** Ends the answer and shows what was held back. */
    void end(FinishReason reason) {
        finish = reason;
        untoldText += text.finish();
    }

    boolean ended() {
        return finish != null;
    }

    /** What the listener has not heard yet, when there is something to show. */
    Optional<Delta> delta() {
        if (untoldText.isEmpty() && (untold == 0 || finish == null)) {
            return Optional.empty();
        }
        List<TokenLogprob> told = request.topLogprobs().isEmpty()
                ? List.of()
                : List.copyOf(logprobs.subList(logprobs.size() - untold, logprobs.size()));
        var delta = new Delta(index, untoldText, untold, told);
        untold = 0;
        untoldText = "";
        return Optional.of(delta);
    }

    Choice choice() {
        return new Choice(
                index, text.text(), finish, tokens, logLikelihood, logLikelihood / tokens, List.copyOf(logprobs));
    }

    int index() {
        return index;
    }

    int sequence() {
        return sequence;
    }

    int tokens() {
        return tokens;
    }

    int lastToken() {
        return lastToken;
    }

    /** Position of {@link #lastToken()}; moves on with each call. */
    int nextPosition() {
        return position++;
    }

    /** Takes the last {@link #nextPosition()} back and returns it. */
    int rewind() {
        return --position;
    }
}
