package dev.majlis.nn.train;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;

/** What a pipeline asks of a model's head. */
final class Heads {
    private Heads() {}

    static void requireLabels(EncoderModel model, int least, int most) {
        require(model, HeadKind.SEQUENCE, least, most);
    }

    static void require(EncoderModel model, HeadKind kind, int least, int most) {
        int labels = model.config().labels();
        if (model.head() != kind || labels < least || labels > most) {
            throw new NnException(
                    Kind.UNSUPPORTED,
                    "the model has the head " + model.head() + " with " + labels + " outputs, this task needs " + kind
                            + " with " + least + " to " + most);
        }
    }
}
