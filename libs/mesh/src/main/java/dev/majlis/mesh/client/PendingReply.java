package dev.majlis.mesh.client;

import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.error.MeshException;

/** Somebody who waits for records with one correlation id. */
sealed interface PendingReply permits PendingCall, PendingStream {

    String correlationId();

    /**
     * Takes a reply record.
     *
     * @return whether nothing more is expected
     */
    boolean accept(Envelope reply);

    /** Ends the waiting without an answer. */
    void fail(MeshException reason);
}
