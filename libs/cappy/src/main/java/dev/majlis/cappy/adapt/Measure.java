package dev.majlis.cappy.adapt;

/** What a picked candidate is worth. */
public enum Measure {
    /** F of Rouge-L against the best reference, 0 to 1. */
    ROUGE_L("rouge-l"),
    /** 1 for a right choice, 0 for any other. */
    ACCURACY("accuracy");

    private final String wireName;

    Measure(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
