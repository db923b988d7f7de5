package dev.majlis.trainer.run;

import java.nio.file.Path;

/**
 * A model to start from.
 *
 * @param folder with {@code config.json}, {@code model.safetensors} and {@code tokenizer.json}
 * @param sha256 of the weights
 * @param licence of it
 */
public record BaseModel(Path folder, String sha256, String licence) {
    /** What is said for the model of a task that starts from none. */
    public static final String NONE = "none";

    /** Nothing to start from. */
    public static BaseModel none(Path folder) {
        return new BaseModel(folder, NONE, NONE);
    }
}
