package dev.majlis.mesh.client;

import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.error.MeshException;

/** Somebody who waits for records with one correlation id. */
sealed interface PendingReply permits PendingCall, PendingStream {

    String correlationId();

    /** What the router does after a record. */
    enum Next {
        /** More records are expected. */
        WAIT,
        /** That was the last. */
        DONE,
        /** Nobody reads on: whoever works on it should stop. */
        STOP
    }

    /** Whether the answer is there; no further record is taken then. */
    boolean ended();

    /** Takes a reply record. */
    Next accept(Envelope reply);

    /** Ends the waiting without an answer. */
    void fail(MeshException reason);
}
