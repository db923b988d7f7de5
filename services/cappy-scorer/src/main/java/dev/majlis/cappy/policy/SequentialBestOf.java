package dev.majlis.cappy.policy;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.error.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Samples and judges by turns, until one more candidate no longer pays (cappy.md §7). Thread-safe. */
public final class SequentialBestOf {
    private final BestOf bestOf;

    public SequentialBestOf(BestOf bestOf) {
        this.bestOf = requireNonNull(bestOf, "bestOf is null");
    }

    /** Refuses policies that give no scores to stop by. */
    public static void requireScores(Policy policy, String pointer) {
        if (policy == Policy.FIRST || policy == Policy.RANDOM) {
            throw Failures.invalid(pointer, "policy %s gives no scores to stop by".formatted(policy.wireName()));
        }
    }

    /**
     * Blocks. Every candidate is scored once, so that the result is that of choosing among all that were sampled.
     *
     * @param question makes a question of the candidates that are new
     */
    public Sequence choose(Function<List<Answer>, Question> question, AnswerSource source, Stopping stopping) {
        List<Answer> answers = new ArrayList<>();
        Choice choice = null;
        Optional<Stopping.Reason> reason = Optional.empty();
        while (reason.isEmpty()) {
            int count = stopping.next(answers.size());
            List<Answer> more = source.next(answers.size(), count);
            if (more.size() != count) {
                throw new IllegalStateException("asked for %d candidates, got %d".formatted(count, more.size()));
            }
            Choice latest = bestOf.choose(question.apply(more));
            choice = choice == null ? latest : choice.plus(latest);
            answers.addAll(more);
            reason = stopping.reason(scores(choice));
        }
        List<Double> scores = scores(choice);
        return new Sequence(answers, choice, reason.get(), scores.size() < 2 ? 0 : Stopping.expectedGain(scores));
    }

    private static List<Double> scores(Choice choice) {
        return choice.scores().orElseThrow(() -> new IllegalStateException("the policy gave no scores"));
    }
}
