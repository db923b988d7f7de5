package dev.majlis.gateway.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.gateway.route.LiveRoutes;
import dev.majlis.gateway.route.Route;
import dev.majlis.gateway.route.RoutesState;
import dev.majlis.mesh.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * {@code GET /v1/models}: every route is a model to an OpenAI client. Pools of experts are not listed: they live in the foe-router,
 * and a list that OpenAI clients ask for at their start must not wait for one service.
 */
@ApplicationScoped
public class ModelsHandler {
    private final LiveRoutes routes;

    @Inject
    public ModelsHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    void list(Exchange exchange, byte[] body) {
        RoutesState state = routes.state();
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("object", "list");
        ArrayNode data = list.putArray("data");
        state.book().routes().forEach(route -> data.add(model(route, state)));
        exchange.json(200, Json.write(list));
    }

    /** The id is the rest of the path, for names may have slashes. */
    void one(Exchange exchange, byte[] body) {
        String name = exchange.routing().pathParam("*");
        RoutesState state = routes.state();
        exchange.json(200, Json.write(model(state.book().find(name == null ? "" : name), state)));
    }

    private static ObjectNode model(Route route, RoutesState state) {
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        model.put("id", route.name());
        model.put("object", "model");
        model.put("created", state.loadedAt().getEpochSecond());
        model.put("owned_by", "majlis");
        ObjectNode meta = model.putObject("meta");
        meta.put("kind", kind(route));
        ArrayNode steps = meta.putArray("steps");
        route.steps().forEach(step -> steps.add(step.to().toString()));
        if (route.defaults().hasNonNull("model")) {
            meta.put("model", route.defaults().get("model").asText());
        }
        return model;
    }

    private static String kind(Route route) {
        if (route.judged()) {
            return "best-of";
        }
        if (route.steps().size() > 1) {
            return "route";
        }
        return route.foe() ? "foe" : "model";
    }
}
