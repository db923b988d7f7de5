package dev.majlis.models.text;

import java.util.List;

/** What a model is asked to continue. */
public sealed interface Prompt {

    /**
     * A rendered template. Control segments may hold control tokens; all other text is tokenised as plain text, so that
     * a user who writes {@code <|im_end|>} gets these characters and never the control token.
     */
    record Rendered(List<Segment> segments) implements Prompt {
        public Rendered {
            segments = List.copyOf(segments);
        }

        /** The prompt as one string, for display and for engines that take only text. */
        public String text() {
            var text = new StringBuilder();
            segments.forEach(segment -> text.append(segment.text()));
            return text.toString();
        }
    }

    /** Raw text of a completion request: one plain segment, no template. */
    static Rendered plain(String text) {
        return new Rendered(List.of(new Segment(text, false)));
    }

    /** Token ids, taken as they are. */
    record Tokens(int[] ids) implements Prompt {}

    /** Messages for an engine that applies its own template. */
    record Messages(List<ChatMessage> messages) implements Prompt {
        public Messages {
            messages = List.copyOf(messages);
        }
    }

    /**
     * A piece of a rendered prompt.
     *
     * @param text the characters
     * @param control whether control tokens in {@code text} are meant as such (template text, never user text)
     */
    record Segment(String text, boolean control) {}
}
