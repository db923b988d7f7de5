package dev.majlis.gateway.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.envelope.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the steps of a route: {@code {to: <service>.<operation>, with: {…}}}, or in short {@code {chat: {…}}},
 * {@code {best-of: {…}}} and {@code {foe: {pool: …}}}, which name the operation and its parameters at once.
 */
final class StepReader {
    private static final int MAX_STEPS = 8;
    private static final int MAX_PARAMETERS = 2_048;
    private static final String FOE = "foe";
    private static final Map<String, Operation> SHORT =
            Map.of("chat", BuiltInRoutes.CHAT, "best-of", BuiltInRoutes.JUDGE, FOE, Step.FOE);
    private static final Set<String> KEYS = Set.of("to", "with", "chat", "best-of", FOE);
    private static final Set<String> FOE_PARAMETERS = Set.of("pool", "policy", "output", "keep", "endpoint");

    private static final Set<String> OUTPUTS = Set.of("openai", "candidates", "verdict");

    private StepReader() {}

    static List<Step> read(YamlTree steps) throws RoutesFileException {
        List<YamlTree> items = steps.list("steps");
        if (items.isEmpty() || items.size() > MAX_STEPS) {
            throw steps.wrong("'steps' must have 1 to %d entries, got %d".formatted(MAX_STEPS, items.size()));
        }
        List<Step> read = new ArrayList<>();
        for (YamlTree item : items) {
            read.add(step(item));
        }
        var fault = StepChain.fault(read);
        if (fault.isPresent()) {
            throw items.get(fault.get().step()).wrong(fault.get().message());
        }
        return read;
    }

    private static Step step(YamlTree item) throws RoutesFileException {
        Map<String, YamlTree> fields = item.fields("a step", KEYS);
        List<String> named =
                fields.keySet().stream().filter(key -> !key.equals("with")).toList();
        if (named.isEmpty()) {
            throw item.wrong("'to' is missing");
        }
        if (named.size() > 1) {
            throw item.wrong("a step has one of 'to', 'chat', 'best-of' and 'foe', got %s".formatted(named));
        }
        String key = named.get(0);
        YamlTree place = fields.get(key);
        if (!key.equals("to")) {
            if (fields.containsKey("with")) {
                throw fields.get("with")
                        .wrong("'with' belongs to 'to'; write the parameters under '%s'".formatted(key));
            }
            return checked(SHORT.get(key), place, place.isText() && key.equals(FOE) ? pool(place) : place.object(key));
        }
        Operation operation = operation(place);
        return fields.containsKey("with")
                ? checked(operation, fields.get("with"), fields.get("with").object("with"))
                : checked(operation, item, JsonNodeFactory.instance.objectNode());
    }

    private static ObjectNode pool(YamlTree place) throws RoutesFileException {
        return JsonNodeFactory.instance.objectNode().put("pool", place.text(FOE));
    }

    /** @param place where the parameters stand */
    private static Step checked(Operation operation, YamlTree place, ObjectNode with) throws RoutesFileException {
        if (with.toString().length() > MAX_PARAMETERS) {
            throw place.wrong("'with' is longer than %d characters of JSON".formatted(MAX_PARAMETERS));
        }
        Step step = new Step(operation, with);
        if (step.judges()) {
            requireStop(place, with);
        }
        if (step.foe()) {
            requireFoe(place, with);
        }
        return step;
    }

    private static void requireStop(YamlTree place, ObjectNode with) throws RoutesFileException {
        try {
            var unused = StopRule.of(with);
        } catch (StopRule.Fault fault) {
            throw place.wrong("'%s': %s".formatted(fault.pointer().substring(1), fault.getMessage()));
        }
    }

    private static void requireFoe(YamlTree place, ObjectNode with) throws RoutesFileException {
        for (Map.Entry<String, JsonNode> parameter : with.properties()) {
            if (!FOE_PARAMETERS.contains(parameter.getKey())) {
                throw place.wrong("unknown parameter '%s' of foe; known: %s"
                        .formatted(
                                parameter.getKey(),
                                String.join(
                                        ", ", FOE_PARAMETERS.stream().sorted().toList())));
            }
        }
        if (!with.path("pool").isTextual() || !FoeName.isPool(with.get("pool").textValue())) {
            throw place.wrong("'pool' must name a pool of experts: letters, digits and . _ -");
        }
        JsonNode policy = with.path("policy");
        boolean read = policy.isMissingNode()
                || (policy.isTextual() && FoeName.isPolicy(policy.textValue()))
                || policy.path("name").isTextual();
        if (!read) {
            throw place.wrong("'policy' must be like foe_frugal, foe_frugal(0.05) or {name: foe_frugal, lambda: 0.05}");
        }
        requireForm(place, with.path("output").asText("openai"), with.path("keep"));
    }

    private static void requireForm(YamlTree place, String output, JsonNode keep) throws RoutesFileException {
        if (!OUTPUTS.contains(output)) {
            throw place.wrong("'output' must be openai, candidates or verdict, got '%s'".formatted(output));
        }
        boolean label = keep.isTextual() && !keep.textValue().isBlank();
        if (!keep.isMissingNode() && !keep.isBoolean() && !label) {
            throw place.wrong("'keep' must be true, false or a label");
        }
        if (output.equals("verdict") && !label) {
            throw place.wrong("'output' is verdict, which needs the label to 'keep'");
        }
    }

    private static Operation operation(YamlTree to) throws RoutesFileException {
        String text = to.text("to");
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw to.wrong("'to' must be <service>.<operation>, got '%s'".formatted(text));
        }
        try {
            return new Operation(text.substring(0, dot), text.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            throw to.wrong("'to' must be <service>.<operation>: " + e.getMessage());
        }
    }
}
