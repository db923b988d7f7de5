package dev.majlis.models.template;

import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Prompt.Segment;
import java.util.ArrayList;
import java.util.List;

/** Collects template text and message text; neighbours of the same kind become one segment. */
final class PromptWriter {

    private final List<Segment> segments = new ArrayList<>();

    PromptWriter template(String text) {
        return add(text, true);
    }

    PromptWriter message(String text) {
        return add(text, false);
    }

    private PromptWriter add(String text, boolean control) {
        if (text.isEmpty()) {
            return this;
        }
        int last = segments.size() - 1;
        if (last >= 0 && segments.get(last).control() == control) {
            segments.set(last, new Segment(segments.get(last).text() + text, control));
        } else {
            segments.add(new Segment(text, control));
        }
        return this;
    }

    Prompt.Rendered prompt() {
        return new Prompt.Rendered(segments);
    }
}
