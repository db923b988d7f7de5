package dev.majlis.models.sampling.grammar;

import java.util.List;
import java.util.OptionalInt;

/** Finds a rule that can reach itself without consuming a byte: its automaton would never come to an end. */
final class LeftRecursion {

    private final List<List<int[]>> rules;
    private final boolean[] nullable;
    private final int[] visit;

    LeftRecursion(List<List<int[]>> rules) {
        this.rules = rules;
        this.nullable = new boolean[rules.size()];
        this.visit = new int[rules.size()];
    }

    OptionalInt find() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int rule = 0; rule < nullable.length; rule++) {
                if (!nullable[rule] && rules.get(rule).stream().anyMatch(this::isNullable)) {
                    nullable[rule] = true;
                    changed = true;
                }
            }
        }
        for (int rule = 0; rule < visit.length; rule++) {
            if (reachesItself(rule)) {
                return OptionalInt.of(rule);
            }
        }
        return OptionalInt.empty();
    }

    private boolean isNullable(int[] alternative) {
        for (int symbol : alternative) {
            if (!RuleSet.isReference(symbol) || !nullable[RuleSet.referenced(symbol)]) {
                return false;
            }
        }
        return true;
    }

    private boolean reachesItself(int rule) {
        if (visit[rule] != 0) {
            return visit[rule] == 1;
        }
        visit[rule] = 1;
        for (int[] alternative : rules.get(rule)) {
            for (int symbol : alternative) {
                if (!RuleSet.isReference(symbol)) {
                    break;
                }
                if (reachesItself(RuleSet.referenced(symbol))) {
                    return true;
                }
                if (!nullable[RuleSet.referenced(symbol)]) {
                    break;
                }
            }
        }
        visit[rule] = 2;
        return false;
    }
}
