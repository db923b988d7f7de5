package dev.majlis.gateway.route;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A named way through the mesh (architecture §2): clients name it as {@code model}. The gateway writes its steps into the
 * routing slip and is not asked between them.
 *
 * @param name what clients write as {@code model}
 * @param steps at least one, in order
 * @param defaults fields for requests that lack them; {@code model} always replaces the route's own name
 * @param limits what it allows
 * @param origin built in, or from the routes file
 */
public record Route(String name, List<Step> steps, ObjectNode defaults, RouteLimits limits, Origin origin) {

    /** Where a route is defined. */
    public enum Origin {
        BUILT_IN,
        FILE
    }

    public Route {
        requireNonNull(name, "name is null");
        requireNonNull(limits, "limits is null");
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("route '%s': needs at least one step".formatted(name));
        }
    }

    static Route builtIn(String name, String model, List<Step> steps) {
        ObjectNode defaults = JsonNodeFactory.instance.objectNode().put("model", model);
        return new Route(name, steps, defaults, RouteLimits.NONE, Origin.BUILT_IN);
    }

    /** Whether the judge of this route can draw the candidates itself: it directly follows the one step that writes them. */
    public boolean canStop() {
        return judged()
                && steps.size() == 2
                && "chat".equals(steps.get(0).to().name())
                && "candidates".equals(steps.get(0).with().path("output").asText());
    }

    /** Whether its last step chooses one of several candidates. */
    public boolean judged() {
        return steps.get(steps.size() - 1).judges();
    }
}
