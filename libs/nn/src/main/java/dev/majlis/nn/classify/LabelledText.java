package dev.majlis.nn.classify;

import static java.util.Objects.requireNonNull;

/** A text and its class. */
public record LabelledText(String text, String label) {
    public LabelledText {
        requireNonNull(text, "text is null");
        requireNonNull(label, "label is null");
    }
}
