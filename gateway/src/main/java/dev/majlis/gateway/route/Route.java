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
 * @param origin built in, from the routes file, or made of a name {@code foe:<pool>}
 */
public record Route(String name, List<Step> steps, ObjectNode defaults, RouteLimits limits, Origin origin) {

    /** Where a route is defined. */
    public enum Origin {
        BUILT_IN,
        FILE,
        /** Of a name {@code foe:<pool>}: there are as many as clients write. */
        FOE_NAME
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

    /** One hop to the pool that the name tells; everything else is the foe-router's matter. */
    static Route of(FoeName name) {
        return new Route(
                name.text(),
                List.of(new Step(Step.FOE, name.parameters())),
                JsonNodeFactory.instance.objectNode(),
                RouteLimits.NONE,
                Origin.FOE_NAME);
    }

    /** Name under which its requests in flight are counted; one for all names {@code foe:<pool>}, so that there are few. */
    public String lane() {
        return origin == Origin.FOE_NAME ? Step.FOE.toString() : name;
    }

    /** Whether a pool of experts is asked on the way. */
    public boolean foe() {
        return steps.stream().anyMatch(Step::foe);
    }

    /** Whether the judge of this route can draw the candidates itself: it directly follows the one step that writes them. */
    public boolean canStop() {
        return steps.size() == 2
                && steps.get(1).judges()
                && steps.get(0).writes()
                && "candidates".equals(steps.get(0).with().path("output").asText());
    }

    /** Whether its last step chooses one of several candidates. */
    public boolean judged() {
        return steps.get(steps.size() - 1).verdict();
    }

    /** Whether a scorer chooses on the way. */
    public boolean scored() {
        return steps.stream().anyMatch(Step::judges);
    }
}
