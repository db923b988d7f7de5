package dev.majlis.mesh.envelope;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Routing slip as a header: {@code [{"to":"<service>.<operation>","with":{…}}]}. */
final class SlipCodec {
    private SlipCodec() {}

    static String write(RoutingSlip slip) {
        ArrayNode hops = Json.mapper().createArrayNode();
        for (Hop hop : slip.hops()) {
            ObjectNode node = hops.addObject().put("to", hop.operation().toString());
            if (!hop.parameters().isEmpty()) {
                node.set("with", hop.parameters());
            }
        }
        return hops.toString();
    }

    /** @throws IllegalArgumentException saying what is wrong */
    static RoutingSlip read(String header) {
        JsonNode hops = parse(header);
        if (!hops.isArray()) {
            throw new IllegalArgumentException("is no JSON array");
        }
        List<Hop> slip = new ArrayList<>();
        for (JsonNode hop : hops) {
            slip.add(hop(hop));
        }
        return new RoutingSlip(slip);
    }

    private static Hop hop(JsonNode hop) {
        String to = hop.path("to").asText("");
        int dot = to.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("hop '%s' is no <service>.<operation>".formatted(to));
        }
        var operation = new Operation(to.substring(0, dot), to.substring(dot + 1));
        JsonNode with = hop.path("with");
        if (with.isMissingNode()) {
            return Hop.to(operation);
        }
        if (with instanceof ObjectNode parameters) {
            return new Hop(operation, parameters);
        }
        throw new IllegalArgumentException("'with' of hop '%s' is no object".formatted(to));
    }

    private static JsonNode parse(String header) {
        try {
            return Json.mapper().readTree(header);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON", e);
        }
    }
}
