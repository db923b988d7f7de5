package dev.majlis.models.encode;

import java.time.Instant;
import java.util.Optional;

/**
 * @param overflow what to do with inputs longer than the model reads
 * @param deadline jobs not started by then fail with {@code DEADLINE}; empty for never
 * @param interactive goes before batch work
 */
public record EncodeOptions(Overflow overflow, Optional<Instant> deadline, boolean interactive) {

    /** Truncation policy (cappy.md §5 item 4). */
    public enum Overflow {
        /** Drop tokens one at a time from the end of the segment that is longer now; the instruction on a tie. */
        TRUNCATE_LONGEST,
        /** Drop the instruction's first tokens. */
        TRUNCATE_INSTRUCTION_HEAD,
        /** Refuse, naming the index and both numbers. */
        ERROR;

        dev.majlis.nn.text.Overflow forLayout() {
            return switch (this) {
                case TRUNCATE_LONGEST -> dev.majlis.nn.text.Overflow.TRUNCATE_LONGEST;
                case TRUNCATE_INSTRUCTION_HEAD -> dev.majlis.nn.text.Overflow.TRUNCATE_INSTRUCTION_HEAD;
                case ERROR -> dev.majlis.nn.text.Overflow.ERROR;
            };
        }
    }

    public static EncodeOptions defaults() {
        return new EncodeOptions(Overflow.TRUNCATE_LONGEST, Optional.empty(), true);
    }
}
