package dev.majlis.cappy.policy;

import dev.majlis.cappy.score.Scored;
import dev.majlis.mesh.council.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words a {@link Choice} for the mesh. */
public final class Verdicts {
    private Verdicts() {}

    /** Null for policies that need no model. */
    public static Verdict.Scorer scorer(Choice choice) {
        return choice.judged()
                .map(Scored::model)
                .map(model -> new Verdict.Scorer(
                        model.name(), model.version(), model.kind().wireName()))
                .orElse(null);
    }

    public static Verdict.Cost cost(Question question, Choice choice) {
        return new Verdict.Cost(
                question.answers().size(),
                question.answers().stream().mapToInt(Answer::tokens).sum(),
                choice.judged().map(Scored::tokens).orElse(0),
                choice.judged().map(Scored::millis).orElse(0L));
    }

    /** Equal candidates are scored once; who sends them should know. */
    public static List<String> warnings(List<Answer> answers) {
        Map<String, Integer> first = new HashMap<>();
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Integer earlier = first.putIfAbsent(answers.get(i).text(), i);
            if (earlier != null) {
                warnings.add("DUPLICATE_CANDIDATE: /candidates/%d is equal to /candidates/%d".formatted(i, earlier));
            }
        }
        return warnings;
    }
}
