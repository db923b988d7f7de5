package dev.majlis.mesh.blob;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.util.Optional;

/**
 * Bodies above {@link #LIMIT} travel by reference. The reference is the record's body, marked by its media type, so that headers
 * which workers forward untouched never carry it on.
 */
public final class ClaimCheck {
    /** Largest body of a record, bytes (platform §1). */
    public static final int LIMIT = 900 * 1024;

    public static final String MEDIA_TYPE = "application/vnd.majlis.claim-check+json";

    private final Optional<BlobStore> store;

    /** @param store empty: bodies above the limit are refused */
    public ClaimCheck(Optional<BlobStore> store) {
        this.store = requireNonNull(store, "store is null");
    }

    /** Body of such a record: schema {@code claim-check}. */
    public record Ticket(BlobRef blob, String contentType) {}

    public static boolean needed(byte[] body) {
        return body.length > LIMIT;
    }

    public static boolean packed(Envelope envelope) {
        return MEDIA_TYPE.equals(envelope.contentType());
    }

    /**
     * The envelope with its body in the store; the same envelope when the body is small. Blocks.
     *
     * @throws MeshException {@code payload-too-large} when there is no store
     */
    public Envelope pack(Envelope envelope) {
        if (!needed(envelope.body())) {
            return envelope;
        }
        BlobStore blobs = store.orElseThrow(() -> new MeshException(
                ProblemSlug.PAYLOAD_TOO_LARGE,
                "body is %d bytes, a record takes %d bytes and no blob store is configured"
                        .formatted(envelope.body().length, LIMIT)));
        Ticket ticket = new Ticket(blobs.put(envelope.body()), envelope.contentType());
        return with(envelope, MEDIA_TYPE, Json.write(ticket));
    }

    /**
     * The envelope with the body it stands for; the same envelope when nothing is to be fetched. Blocks.
     *
     * @throws MeshException {@code malformed-envelope} when the ticket is not readable or there is no store
     */
    public Envelope unpack(Envelope envelope) {
        if (!packed(envelope)) {
            return envelope;
        }
        BlobStore blobs = store.orElseThrow(() -> new MeshException(
                ProblemSlug.MALFORMED_ENVELOPE, "body travels by reference and no blob store is configured"));
        Ticket ticket = ticket(envelope);
        return with(envelope, ticket.contentType(), blobs.get(ticket.blob()));
    }

    private static Ticket ticket(Envelope envelope) {
        try {
            Ticket ticket = Json.read(envelope.body(), Ticket.class);
            if (ticket.blob() != null && ticket.contentType() != null) {
                return ticket;
            }
        } catch (MeshException e) {
            throw new MeshException(ProblemSlug.MALFORMED_ENVELOPE, "claim check: " + e.getMessage(), e);
        }
        throw new MeshException(ProblemSlug.MALFORMED_ENVELOPE, "claim check: blob or contentType is missing");
    }

    private static Envelope with(Envelope e, String contentType, byte[] body) {
        return new Envelope(
                e.id(),
                e.source(),
                e.type(),
                e.time(),
                e.subject(),
                contentType,
                e.dataSchema(),
                e.tenant(),
                e.key(),
                e.replyTo(),
                e.deadline(),
                e.idempotencyKey(),
                e.priority(),
                e.attempt(),
                e.slip(),
                e.streamSeq(),
                e.streamEnd(),
                e.error(),
                e.replayOf(),
                e.trace(),
                e.extra(),
                body);
    }
}
