package dev.majlis.gateway.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.envelope.Operation;
import java.util.ArrayList;
import java.util.List;

/** The routes that need no file: each chat model by its name, and {@code <model>-best-of-<n>} for n from 2 to 16. */
public final class BuiltInRoutes {
    public static final int MIN_BEST_OF = 2;
    public static final int MAX_BEST_OF = 16;
    public static final String BEST_OF = "-best-of-";

    /** Best of the measured policies until a trained scorer proves better. */
    static final String DEFAULT_POLICY = "self_score_mean";

    static final Operation CHAT = new Operation("jais-chat", "chat");
    static final Operation JUDGE = new Operation("cappy-scorer", "best-of");

    private BuiltInRoutes() {}

    /** @param models names of chat models */
    public static List<Route> of(List<String> models) {
        List<Route> routes = new ArrayList<>();
        for (String model : models) {
            routes.add(plain(model));
            for (int n = MIN_BEST_OF; n <= MAX_BEST_OF; n++) {
                routes.add(bestOf(model, n));
            }
        }
        return routes;
    }

    private static Route plain(String model) {
        return Route.builtIn(model, model, List.of(new Step(CHAT, parameters("openai"))));
    }

    private static Route bestOf(String model, int n) {
        Step judge = new Step(JUDGE, JsonNodeFactory.instance.objectNode().put("policy", DEFAULT_POLICY));
        return Route.builtIn(
                model + BEST_OF + n,
                model,
                List.of(new Step(CHAT, parameters("candidates").put("n", n)), judge));
    }

    private static ObjectNode parameters(String output) {
        return JsonNodeFactory.instance.objectNode().put("output", output);
    }
}
