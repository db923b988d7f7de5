package dev.majlis.cappy.text;

import dev.majlis.cappy.error.Failures;
import dev.majlis.mesh.error.MeshException;
import java.util.Optional;

/** Texts that tokenizers choke on: lone surrogates and NUL (cappy.md §7). */
public final class TextCheck {
    private TextCheck() {}

    /** What is wrong with the text, naming it by its pointer; empty when nothing is. */
    public static Optional<MeshException> fault(String pointer, String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                return Optional.of(Failures.invalidText(pointer, "NUL at character " + i));
            }
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                return Optional.of(Failures.invalidText(pointer, "lone surrogate at character " + i));
            }
        }
        return Optional.empty();
    }
}
