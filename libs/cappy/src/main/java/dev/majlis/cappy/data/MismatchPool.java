package dev.majlis.cappy.data;

/** From where the response of a mismatched negative is taken. */
public enum MismatchPool {
    /** Any item of the same data set (cappy.md §3.1). */
    DATASET,
    /** Any item of the same data set and template: its response looks alike, so that form alone gives nothing away. */
    TEMPLATE;

    String of(Example example) {
        return this == DATASET
                ? example.dataset()
                : example.dataset() + "/" + example.template().orElse("");
    }
}
