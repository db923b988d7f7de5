package dev.majlis.models.sampling.grammar;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A grammar as an automaton over bytes. A state is the set of all stacks of what is still to come; states and their
 * transitions are remembered, up to a bound, so that a state met again costs one array look-up for each byte.
 *
 * <p>Not thread-safe: one for each request, used by the engine's thread.
 */
public final class Grammar {

    private static final int MAX_STATES = 4_096;
    private static final int MAX_STACKS = 2_048;

    private final int[][][] rules;
    private final int root;
    private final Map<Set<Node>, State> states = new HashMap<>();
    private State start;

    /** What is still to come: the rest of an alternative, then {@code next}. */
    private record Node(int[] symbols, int index, Node next) {

        int symbol() {
            return symbols[index];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Node node
                    && symbols == node.symbols
                    && index == node.index
                    && Objects.equals(next, node.next);
        }

        @Override
        public int hashCode() {
            return (System.identityHashCode(symbols) * 31 + index) * 31 + (next == null ? 0 : next.hash());
        }

        private int hash() {
            return System.identityHashCode(symbols) * 31 + index;
        }
    }

    /** A state of the automaton. */
    static final class State {
        private final Set<Node> stacks;
        private final boolean accepting;
        private final State[] next = new State[256];

        private State(Set<Node> stacks, boolean accepting) {
            this.stacks = stacks;
            this.accepting = accepting;
        }

        /** Whether the text may end here. */
        boolean accepting() {
            return accepting;
        }

        /** Whether nothing may follow. */
        boolean isFinal() {
            return stacks.isEmpty();
        }

        private boolean isDead() {
            return stacks.isEmpty() && !accepting;
        }
    }

    private static final State DEAD = new State(Set.of(), false);
    private static final Node ACCEPT = new Node(new int[0], 0, null);

    Grammar(int[][][] rules, int root) {
        this.rules = rules;
        this.root = root;
    }

    /** @throws ModelException {@code INVALID} with the position of the fault */
    public static Grammar gbnf(String text) {
        return GbnfReader.read(text);
    }

    State start() {
        if (start == null) {
            Set<Node> stacks = new LinkedHashSet<>();
            for (int[] alternative : rules[root]) {
                expand(alternative, 0, null, stacks);
            }
            start = intern(stacks);
        }
        return start;
    }

    /** The state after one more byte, or null when it cannot come here. */
    State step(State state, int value) {
        State known = state.next[value];
        if (known == null) {
            Set<Node> stacks = new LinkedHashSet<>();
            for (Node top : state.stacks) {
                int symbol = top.symbol();
                if (value >= symbol >> 8 && value <= (symbol & 0xFF)) {
                    expand(top.symbols(), top.index() + 1, top.next(), stacks);
                }
            }
            known = intern(stacks);
            state.next[value] = known;
        }
        return known.isDead() ? null : known;
    }

    /** Whether the whole text is a sentence of the grammar. */
    public boolean matches(byte[] text) {
        State state = start();
        for (byte b : text) {
            state = step(state, b & 0xFF);
            if (state == null) {
                return false;
            }
        }
        return state.accepting();
    }

    private State intern(Set<Node> stacks) {
        if (stacks.isEmpty()) {
            return DEAD;
        }
        if (stacks.size() > MAX_STACKS) {
            throw new ModelException(
                    Code.INVALID, "the grammar is too ambiguous: more than " + MAX_STACKS + " readings");
        }
        if (states.size() >= MAX_STATES) {
            states.clear();
        }
        State known = states.get(stacks);
        if (known == null) {
            Set<Node> open = new LinkedHashSet<>(stacks);
            boolean accepting = open.remove(ACCEPT);
            known = new State(open, accepting);
            states.put(stacks, known);
        }
        return known;
    }

    /** Adds all stacks that begin with a byte range and stand for what follows. */
    private void expand(int[] symbols, int index, Node next, Set<Node> out) {
        if (index == symbols.length) {
            if (next == null) {
                out.add(ACCEPT);
            } else {
                expand(next.symbols(), next.index(), next.next(), out);
            }
            return;
        }
        int symbol = symbols[index];
        if (!RuleSet.isReference(symbol)) {
            out.add(new Node(symbols, index, next));
            return;
        }
        Node rest = index + 1 == symbols.length ? next : new Node(symbols, index + 1, next);
        for (int[] alternative : rules[RuleSet.referenced(symbol)]) {
            expand(alternative, 0, rest, out);
        }
    }

    /** Number of remembered states. */
    int rememberedStates() {
        return states.size();
    }
}
