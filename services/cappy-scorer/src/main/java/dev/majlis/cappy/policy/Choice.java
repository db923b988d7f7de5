package dev.majlis.cappy.policy;

import dev.majlis.cappy.score.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was chosen.
 *
 * @param index of the chosen answer
 * @param scores by which it was chosen, one for each answer, higher is better; empty for policies without scores
 * @param judged by a model, for the policies that need one
 */
public record Choice(int index, Optional<List<Double>> scores, Optional<Scored> judged) {

    static Choice of(int index) {
        return new Choice(index, Optional.empty(), Optional.empty());
    }

    static Choice of(List<Double> scores) {
        return new Choice(argmax(scores), Optional.of(scores), Optional.empty());
    }

    static Choice of(Scored judged) {
        List<Double> scores = judged.scores();
        return new Choice(argmax(scores), Optional.of(scores), Optional.of(judged));
    }

    /** Of candidates that were judged one part after the other by the same policy and model. */
    Choice plus(Choice later) {
        List<Double> all = new ArrayList<>(scores.orElseThrow());
        all.addAll(later.scores.orElseThrow());
        return new Choice(
                argmax(all), Optional.of(List.copyOf(all)), judged.flatMap(mine -> later.judged.map(mine::plus)));
    }

    /**
     * Index of the first strict maximum.
     *
     * @throws IllegalArgumentException for an empty list or a score that is not a number
     */
    public static int argmax(List<Double> scores) {
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("scores is empty");
        }
        int best = 0;
        for (int i = 0; i < scores.size(); i++) {
            if (Double.isNaN(scores.get(i))) {
                throw new IllegalArgumentException("score " + i + " is not a number");
            }
            if (scores.get(i) > scores.get(best)) {
                best = i;
            }
        }
        return best;
    }
}
