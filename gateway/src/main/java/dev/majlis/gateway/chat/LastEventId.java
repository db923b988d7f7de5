package dev.majlis.gateway.chat;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client's stream broke: {@code <correlation id>:<seq>} (platform §2.4).
 *
 * @param correlationId of the call
 * @param seq of the last record the client has whole
 */
public record LastEventId(String correlationId, long seq) {
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}):(\\d{1,15})");

    /** @throws MeshException {@code invalid-request} when it is none of ours */
    public static LastEventId parse(String header) {
        Matcher matcher = FORM.matcher(header.strip());
        if (!matcher.matches()) {
            throw new MeshException(
                    ProblemSlug.INVALID_REQUEST, "Last-Event-ID: expected the id of an event of this gateway");
        }
        return new LastEventId(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
}
