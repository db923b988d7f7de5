package dev.majlis.nn.text;

/** What to do with inputs longer than the model reads (cappy §5 item 4). */
public enum Overflow {
    /** Drop tokens one at a time from the end of the segment that is longer now; the first segment on a tie. */
    TRUNCATE_LONGEST,
    /** Drop the first segment's first tokens. */
    TRUNCATE_INSTRUCTION_HEAD,
    /** Refuse, naming the index and both numbers. */
    ERROR
}
