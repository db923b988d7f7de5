package dev.majlis.models.llama;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Recent prompts whose KV cells are kept under sequence ids of their own; the least recently used goes first. Counts the
 * cells of each entry in full, also those that two entries share, so the budget holds with room to spare.
 */
final class PrefixCache {

    private final LlamaContext context;
    private final int budget;
    private final Deque<Integer> freeSequences = new ArrayDeque<>();
    private final List<Entry> entries = new ArrayList<>();
    private long clock;
    private int cells;

    private static final class Entry {
        final int sequence;
        final int[] tokens;
        long used;

        Entry(int sequence, int[] tokens) {
            this.sequence = sequence;
            this.tokens = tokens;
        }
    }

    PrefixCache(LlamaContext context, int budget, int firstSequence, int maxEntries) {
        this.context = context;
        this.budget = budget;
        for (int i = 0; i < maxEntries; i++) {
            freeSequences.add(firstSequence + i);
        }
    }

    int cells() {
        return cells;
    }

    /**
     * Gives {@code sequence} the cells of the longest kept prefix of {@code tokens}, {@code limit} tokens at most. Returns
     * the number of tokens covered.
     */
    int reuse(int[] tokens, int limit, int sequence) {
        Entry best = null;
        int longest = 0;
        for (Entry entry : entries) {
            int common = Math.min(common(entry.tokens, tokens), limit);
            if (common > longest) {
                longest = common;
                best = entry;
            }
        }
        if (best != null) {
            best.used = ++clock;
            context.share(best.sequence, sequence, longest);
        }
        return longest;
    }

    /** Keeps the cells of {@code sequence}, which holds exactly these tokens (or more), cut to the budget. */
    void keep(int[] allTokens, int sequence) {
        int[] tokens = allTokens.length <= budget ? allTokens : Arrays.copyOf(allTokens, budget);
        if (tokens.length == 0) {
            return;
        }
        for (Entry entry : List.copyOf(entries)) {
            int common = common(entry.tokens, tokens);
            if (common == tokens.length) {
                entry.used = ++clock;
                return;
            }
            if (common == entry.tokens.length) {
                drop(entry);
            }
        }
        while (cells + tokens.length > budget || freeSequences.isEmpty()) {
            evictOne();
        }
        var entry = new Entry(freeSequences.removeFirst(), tokens);
        entry.used = ++clock;
        context.share(sequence, entry.sequence, tokens.length);
        entries.add(entry);
        cells += tokens.length;
    }

    /** Drops the least recently used prefix; false when there is none. */
    boolean evictOne() {
        var oldest = entries.stream().min(Comparator.comparingLong(entry -> entry.used));
        oldest.ifPresent(this::drop);
        return oldest.isPresent();
    }

    void clear() {
        List.copyOf(entries).forEach(this::drop);
    }

    private void drop(Entry entry) {
        context.release(entry.sequence, 0);
        entries.remove(entry);
        freeSequences.addLast(entry.sequence);
        cells -= entry.tokens.length;
    }

    private static int common(int[] a, int[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }
}
