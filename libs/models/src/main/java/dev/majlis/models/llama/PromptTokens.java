package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Prompt.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tokens of a prompt. Segments are joined before they are tokenised, because models were trained on tokens that cross the
 * seam between template and text (" What" is one token). A plain segment in which, or across whose seam, the writing of a
 * control token appears is tokenised alone and without control tokens, so that forged ones stay text.
 */
final class PromptTokens {

    private final Vocabulary vocabulary;

    PromptTokens(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** @throws ModelException {@code UNSUPPORTED} for messages, {@code INVALID} for ids outside the vocabulary or no token at all */
    int[] of(Prompt prompt) {
        return tokens(prompt, vocabulary.addsBos());
    }

    /** Tokens of a text that follows a prompt: no begin-of-sequence token. Errors as {@link #of}. */
    int[] continuation(Prompt text) {
        return tokens(text, false);
    }

    private int[] tokens(Prompt prompt, boolean begins) {
        if (prompt instanceof Prompt.Tokens tokens) {
            return checked(tokens.ids());
        }
        if (prompt instanceof Prompt.Rendered rendered) {
            return rendered(rendered, begins);
        }
        throw new ModelException(
                Code.UNSUPPORTED, "the llama.cpp engine takes rendered prompts and token ids, not messages");
    }

    private int[] checked(int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= vocabulary.size()) {
                throw new ModelException(Code.INVALID, "token id " + id + " is outside 0 … " + (vocabulary.size() - 1));
            }
        }
        return notEmpty(ids.clone());
    }

    private int[] rendered(Prompt.Rendered prompt, boolean begins) {
        String all = prompt.text();
        boolean[] forged = forged(all, prompt.segments());
        var parts = new ArrayList<int[]>();
        if (begins && !startsWithBos(prompt.segments())) {
            parts.add(new int[] {vocabulary.bos()});
        }
        var run = new StringBuilder();
        for (int i = 0; i < forged.length; i++) {
            String text = prompt.segments().get(i).text();
            if (forged[i]) {
                parts.add(vocabulary.tokenize(run.toString(), true));
                run.setLength(0);
                parts.add(vocabulary.tokenize(text, false));
            } else {
                run.append(text);
            }
        }
        parts.add(vocabulary.tokenize(run.toString(), true));
        return notEmpty(parts.stream().flatMapToInt(Arrays::stream).toArray());
    }

    private boolean startsWithBos(List<Segment> segments) {
        return !segments.isEmpty()
                && segments.get(0).control()
                && segments.get(0).text().startsWith(vocabulary.bosText());
    }

    /** For each segment: is it plain and does a control text overlap it? */
    private boolean[] forged(String all, List<Segment> segments) {
        boolean[] forged = new boolean[segments.size()];
        for (String control : vocabulary.controlTexts()) {
            for (int at = all.indexOf(control); at >= 0; at = all.indexOf(control, at + 1)) {
                mark(forged, segments, at, at + control.length());
            }
        }
        return forged;
    }

    private static void mark(boolean[] forged, List<Segment> segments, int from, int to) {
        int start = 0;
        for (int i = 0; i < forged.length; i++) {
            int end = start + segments.get(i).text().length();
            if (!segments.get(i).control() && start < to && end > from) {
                forged[i] = true;
            }
            start = end;
        }
    }

    private static int[] notEmpty(int[] ids) {
        if (ids.length == 0) {
            throw new ModelException(Code.INVALID, "the prompt has no token");
        }
        return ids;
    }
}
