package dev.majlis.gateway.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.gateway.kafka.MeshConnection;
import dev.majlis.mesh.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** {@code /v2/health/live} and {@code /v2/health/ready} of the Open Inference Protocol. */
@ApplicationScoped
public class HealthHandler {
    private final MeshConnection mesh;

    @Inject
    public HealthHandler(MeshConnection mesh) {
        this.mesh = mesh;
    }

    void live(Exchange exchange, byte[] body) {
        exchange.json(200, Json.write(JsonNodeFactory.instance.objectNode().put("live", true)));
    }

    void ready(Exchange exchange, byte[] body) {
        List<String> reasons = mesh.unready();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("ready", reasons.isEmpty());
        if (!reasons.isEmpty()) {
            answer.put("waiting", String.join("; ", reasons));
        }
        exchange.json(reasons.isEmpty() ? 200 : 503, Json.write(answer));
    }
}
