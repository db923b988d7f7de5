package dev.majlis.gateway.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.gateway.admission.Admission;
import dev.majlis.gateway.config.GatewayConfig;
import dev.majlis.gateway.route.LiveRoutes;
import dev.majlis.gateway.route.Route;
import dev.majlis.gateway.route.RoutesState;
import dev.majlis.mesh.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;

/** {@code GET /api/v1/routes}: the routes that hold, and why a newer file is not used. */
@ApplicationScoped
public class RoutesHandler {
    private final LiveRoutes routes;
    private final Admission admission;
    private final GatewayConfig config;

    @Inject
    public RoutesHandler(LiveRoutes routes, Admission admission, GatewayConfig config) {
        this.routes = routes;
        this.admission = admission;
        this.config = config;
    }

    void list(Exchange exchange, byte[] body) {
        RoutesState state = routes.state();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode file = answer.putObject("file");
        file.put(
                "path", routes.file().map(path -> path.getFileName().toString()).orElse(null));
        file.put("sha256", state.sha256().orElse(null));
        file.put("error", state.error().orElse(null));
        answer.put("loadedAt", state.loadedAt().toString());
        ArrayNode list = answer.putArray("routes");
        state.book().routes().forEach(route -> list.add(route(route)));
        exchange.json(200, Json.write(answer));
    }

    private ObjectNode route(Route route) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", route.name());
        node.put("origin", route.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        ArrayNode steps = node.putArray("steps");
        route.steps().forEach(step -> {
            ObjectNode written = steps.addObject();
            written.put("to", step.to().toString());
            written.set("with", step.with());
        });
        node.set("defaults", route.defaults());
        ObjectNode limits = node.putObject("limits");
        limits.put("maxTokens", route.limits().maxTokens().orElse(null));
        limits.put("maxInFlight", route.limits().maxInFlight().orElse(config.maxInFlight()));
        limits.put(
                "deadline", route.limits().deadline().orElse(config.deadline()).toString());
        node.put("inFlight", admission.inFlight(route.lane()));
        return node;
    }
}
