package dev.majlis.mesh.client;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.json.Json;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes requests and cancel records as envelopes. */
final class CallEnvelopes {
    private final ClientSettings settings;
    private final Clock clock;
    private final Supplier<String> ids;

    CallEnvelopes(ClientSettings settings, Clock clock, Supplier<String> ids) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.ids = requireNonNull(ids, "ids is null");
    }

    String newId() {
        return ids.get();
    }

    static Operation operation(Call call) {
        return call.slip().current().map(Hop::operation).orElseThrow();
    }

    static byte[] body(Call call) {
        return call.body() instanceof byte[] json ? json : Json.write(call.body());
    }

    /** @param streamFrom first sequence number of the chunks asked for; empty when none are */
    Envelope request(
            Call call,
            byte[] body,
            ReplyAddress replyTo,
            Optional<Long> streamFrom,
            String id,
            Map<String, String> trace) {
        return new Envelope(
                id,
                settings.source(),
                operation(call).type("requested"),
                clock.instant(),
                call.subject(),
                "application/json",
                schema(call.schema()),
                call.tenant(),
                Optional.of(call.key().orElse(replyTo.correlationId())),
                Optional.of(replyTo),
                Optional.of(call.deadline()),
                call.idempotencyKey(),
                call.priority(),
                0,
                call.slip(),
                streamFrom,
                false,
                Optional.empty(),
                Optional.empty(),
                trace,
                Map.of(),
                body);
    }

    /** Schema {@code cancel}: whoever works on the correlation id, which is the key, should stop. */
    Envelope cancel(String correlationId, String reason) {
        return new Envelope(
                newId(),
                settings.source(),
                "majlis." + settings.service() + ".cancel.requested.v1",
                clock.instant(),
                Optional.empty(),
                "application/json",
                schema("cancel"),
                "default",
                Optional.of(correlationId),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Priority.INTERACTIVE,
                0,
                RoutingSlip.EMPTY,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Json.write(new Cancel(correlationId, reason)));
    }

    private static String schema(String name) {
        return "urn:majlis:schema:" + name + ":1";
    }

    record Cancel(String correlationId, String reason) {}
}
