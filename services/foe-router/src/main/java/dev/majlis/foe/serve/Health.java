package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * How an expert was when it was asked last; null where it was not asked since the start.
 *
 * @param state {@code UNKNOWN}, {@code UP} or {@code DOWN}
 * @param ms that the answer took
 * @param detail why it is down
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Health(String state, Long ms, Instant at, String detail) {
    static final Health UNKNOWN = new Health("UNKNOWN", null, null, null);
}
