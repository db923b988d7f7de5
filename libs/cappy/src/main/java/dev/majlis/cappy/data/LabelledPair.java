package dev.majlis.cappy.data;

import static java.util.Objects.requireNonNull;

/**
 * What a scorer is trained on.
 *
 * @param instruction verbatim
 * @param response verbatim; may be empty
 * @param label estimated correctness, 0 to 1
 * @param origin where it comes from
 */
public record LabelledPair(String instruction, String response, double label, Origin origin) {
    public LabelledPair {
        requireNonNull(instruction, "instruction is null");
        requireNonNull(response, "response is null");
        if (!(label >= 0 && label <= 1)) {
            throw new IllegalArgumentException("label " + label + " is not within 0 and 1");
        }
    }
}
