package dev.majlis.foe.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.serve.Wire;
import dev.majlis.foe.state.Stores;
import dev.majlis.mesh.dedup.Beginning;
import dev.majlis.mesh.dedup.DedupKey;
import dev.majlis.mesh.dedup.DedupStore;
import dev.majlis.mesh.dedup.Fingerprint;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.CurrentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Requests that make something, under an idempotency key: the same key with the same body gets the answer of the first, with
 * another body {@code CONFLICT}. What failed is not kept.
 */
@ApplicationScoped
class Keyed {
    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int KEYS_BETWEEN_SWEEPS = 1_000;

    private final Stores stores;
    private final CurrentRequest current;
    private final AtomicInteger keys = new AtomicInteger();

    @Inject
    Keyed(Stores stores, CurrentRequest current) {
        this.stores = stores;
        this.current = current;
    }

    /** @param location null where nothing new has an address */
    record Made(int status, String location, Object body) {
        static Made created(String location, Object body) {
            return new Made(201, location, body);
        }
    }

    /**
     * Does it once.
     *
     * @param key of the client, or null
     * @param operation method and path
     */
    Response once(String key, String operation, byte[] body, Supplier<Made> work) {
        if (key == null) {
            Made made = work.get();
            return respond(made.status(), made.location(), Wire.write(made.body()), false);
        }
        if (!KEY.matcher(key).matches()) {
            throw new MeshException(
                    ProblemSlug.INVALID_REQUEST, "Idempotency-Key: must have 1 to 255 printable ASCII characters");
        }
        DedupStore store = stores.keys();
        if (keys.incrementAndGet() % KEYS_BETWEEN_SWEEPS == 0) {
            store.sweep();
        }
        DedupKey named = DedupKey.of(current.facts().tenant(), operation, key);
        String owner = UUID.randomUUID().toString();
        Beginning beginning = store.begin(named, Fingerprint.of(body), owner, LEASE);
        if (beginning instanceof Beginning.Replay replay) {
            JsonNode kept = Json.read(replay.answer().body(), JsonNode.class);
            String location =
                    kept.path("location").isTextual() ? kept.path("location").asText() : null;
            return respond(replay.answer().status(), location, Json.write(kept.path("body")), true);
        }
        if (beginning instanceof Beginning.Conflict) {
            throw Failures.keyConflict();
        }
        if (beginning instanceof Beginning.Joined) {
            throw Failures.inProgress();
        }
        return done(store, named, owner, work);
    }

    private static Response done(DedupStore store, DedupKey key, String owner, Supplier<Made> work) {
        Made made;
        try {
            made = work.get();
        } catch (RuntimeException e) {
            store.failed(key, owner);
            throw e;
        }
        var kept = Json.mapper().createObjectNode().put("location", made.location());
        kept.set("body", Wire.tree(made.body()));
        store.done(key, owner, new StoredAnswer(made.status(), "application/json", Json.write(kept)));
        return respond(made.status(), made.location(), Wire.write(made.body()), false);
    }

    private static Response respond(int status, String location, byte[] body, boolean replayed) {
        Response.ResponseBuilder answer =
                Response.status(status).type("application/json").entity(body);
        if (location != null) {
            // as text: JAX-RS would put this process's own address in front, which clients of the gateway do not reach
            answer.header("Location", location);
        }
        if (status == 202) {
            answer.header("Retry-After", 1);
        }
        return (replayed ? answer.header("Idempotency-Replayed", "true") : answer).build();
    }
}
