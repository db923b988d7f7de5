package dev.majlis.models.sampling.grammar;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules as they are read: each rule is a list of alternatives, each alternative an array of symbols. A symbol ≥ 0 is a
 * byte range {@code low << 8 | high}; a symbol below 0 stands for rule {@code −1 − symbol}. Bounded in size.
 */
final class RuleSet {

    private static final int MAX_SYMBOLS = 50_000;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<List<int[]>> rules = new ArrayList<>();
    private int symbols;

    static int reference(int rule) {
        return -1 - rule;
    }

    static boolean isReference(int symbol) {
        return symbol < 0;
    }

    static int referenced(int symbol) {
        return -1 - symbol;
    }

    /** The number of a named rule; it may be defined later. */
    int number(String name) {
        return numbers.computeIfAbsent(name, ignored -> add(name));
    }

    /** A rule without a name. */
    int anonymous(List<int[]> alternatives) {
        int rule = add("(group)");
        define(rule, alternatives);
        return rule;
    }

    /** A rule without a name that will be defined later. */
    int declare() {
        return add("(group)");
    }

    void define(int rule, List<int[]> alternatives) {
        for (int[] alternative : alternatives) {
            symbols += alternative.length + 1;
        }
        if (symbols > MAX_SYMBOLS) {
            throw new ModelException(Code.INVALID, "the grammar has more than " + MAX_SYMBOLS + " symbols");
        }
        rules.set(rule, List.copyOf(alternatives));
    }

    boolean isDefined(String name) {
        return numbers.containsKey(name) && rules.get(numbers.get(name)) != null;
    }

    /** @throws ModelException {@code INVALID} for an undefined rule, a missing {@code root} or left recursion */
    Grammar finish() {
        for (int rule = 0; rule < rules.size(); rule++) {
            if (rules.get(rule) == null) {
                throw new ModelException(
                        Code.INVALID, "the grammar uses rule " + names.get(rule) + " but does not define it");
            }
        }
        if (!numbers.containsKey("root")) {
            throw new ModelException(Code.INVALID, "the grammar has no rule named root");
        }
        var recursion = new LeftRecursion(rules).find();
        if (recursion.isPresent()) {
            throw new ModelException(
                    Code.INVALID, "the grammar's rule " + names.get(recursion.getAsInt()) + " is left-recursive");
        }
        int[][][] table = new int[rules.size()][][];
        for (int rule = 0; rule < table.length; rule++) {
            table[rule] = rules.get(rule).toArray(new int[0][]);
        }
        return new Grammar(table, numbers.get("root"));
    }

    private int add(String name) {
        rules.add(null);
        names.add(name);
        return rules.size() - 1;
    }
}
