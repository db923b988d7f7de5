package dev.majlis.mesh.envelope;

import java.util.Optional;

/** A record that is no envelope; it goes to the dead letters, and to the requester if it at least says who that is. */
public final class MalformedEnvelopeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<ReplyAddress> replyTo;

    public MalformedEnvelopeException(String message, Optional<ReplyAddress> replyTo) {
        super(message);
        this.replyTo = replyTo;
    }

    public Optional<ReplyAddress> replyTo() {
        return replyTo;
    }
}
