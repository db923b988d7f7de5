package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a fuser is made of. */
public enum FuserModel {
    /** Votes of the nearest rows; nothing to train. */
    KNN,
    /** Multinomial logistic regression over every subset, trained in this process. */
    LOGREG,
    /** A perceptron over the full set, trained by the trainer. */
    MLP,
    /** A perceptron over every subset, trained by the trainer. */
    MASKED_MLP;

    /** As on the wire. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean perceptron() {
        return this == MLP || this == MASKED_MLP;
    }
}
