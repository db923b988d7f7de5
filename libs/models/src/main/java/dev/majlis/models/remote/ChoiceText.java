package dev.majlis.models.remote;

import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.TokenLogprob;
import java.util.ArrayList;
import java.util.List;

/** One answer while it arrives. Guarded by its generation. */
final class ChoiceText {
    private final int index;
    private final boolean wanted;
    private final StringBuilder text = new StringBuilder();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private int events;
    private FinishReason finish;

    /** @param wanted whether the caller asked for log-probabilities */
    ChoiceText(int index, boolean wanted) {
        this.index = index;
        this.wanted = wanted;
    }

    void add(String piece, List<TokenLogprob> pieces) {
        text.append(piece);
        logprobs.addAll(pieces);
        if (!piece.isEmpty()) {
            events++;
        }
    }

    void finish(FinishReason reason) {
        if (finish == null) {
            finish = reason;
        }
    }

    boolean finished() {
        return finish != null;
    }

    /** Counted by log-probabilities where the server sends them, else by events, which are one token on most servers. */
    int tokens() {
        return logprobs.isEmpty() ? events : logprobs.size();
    }

    /** @param tokens as the server counted, or −1 */
    Choice choice(int tokens) {
        int count = tokens >= 0 ? tokens : tokens();
        double sum = logprobs.isEmpty()
                ? Double.NaN
                : logprobs.stream().mapToDouble(TokenLogprob::logprob).sum();
        return new Choice(
                index,
                text.toString(),
                finish,
                count,
                sum,
                logprobs.isEmpty() ? Double.NaN : sum / logprobs.size(),
                wanted ? List.copyOf(logprobs) : List.of());
    }
}
