package dev.majlis.gateway.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code routes.yaml}: a list of routes, or a mapping with that list under {@code routes}. The whole file is checked
 * before any of it is used.
 */
public final class RoutesFile {
    private static final int MAX_ROUTES = 1_000;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private RoutesFile() {}

    /** @throws RoutesFileException naming line and column of the first fault */
    public static List<Route> parse(String text) throws RoutesFileException {
        Optional<YamlTree> root = YamlTree.parse(text);
        if (root.isEmpty()) {
            return List.of();
        }
        YamlTree list = root.get();
        if (!list.isList()) {
            Map<String, YamlTree> fields = list.fields("the file", Set.of("routes"));
            if (fields.isEmpty()) {
                return List.of();
            }
            list = fields.get("routes");
        }
        List<YamlTree> items = list.list("routes");
        if (items.size() > MAX_ROUTES) {
            throw list.wrong("%d routes, the limit is %d".formatted(items.size(), MAX_ROUTES));
        }
        List<Route> routes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlTree item : items) {
            Route route = route(item);
            if (!names.add(route.name())) {
                throw item.wrong("route '%s' is there twice".formatted(route.name()));
            }
            routes.add(route);
        }
        return routes;
    }

    private static Route route(YamlTree item) throws RoutesFileException {
        Map<String, YamlTree> fields = item.fields("a route", Set.of("name", "steps", "defaults", "limits"));
        YamlTree name = required(item, fields, "name");
        if (!NAME.matcher(name.text("name")).matches()) {
            throw name.wrong("'name' may have letters, digits and . _ : / - and at most 128 characters");
        }
        YamlTree steps = required(item, fields, "steps");
        List<Step> parsed = StepReader.read(steps);
        Route route = new Route(
                name.text("name"),
                parsed,
                fields.containsKey("defaults") ? fields.get("defaults").object("defaults") : empty(),
                fields.containsKey("limits") ? limits(fields.get("limits")) : RouteLimits.NONE,
                Route.Origin.FILE);
        if (parsed.stream().anyMatch(step -> step.stop().isPresent()) && !route.canStop()) {
            throw steps.wrong(
                    "'stop' and 'min_gain' need two steps: <service>.chat with output candidates, then a best-of");
        }
        requireStopWithin(route, steps);
        if (parsed.get(0).foe() && route.defaults().has("model")) {
            throw fields.get("defaults")
                    .wrong("'model' has no use where the first step is foe: its pool names the models");
        }
        return route;
    }

    private static void requireStopWithin(Route route, YamlTree steps) throws RoutesFileException {
        int most = route.steps().get(0).with().path("n").asInt(BuiltInRoutes.MAX_BEST_OF);
        int wanted = route.steps()
                .get(route.steps().size() - 1)
                .stop()
                .flatMap(StopRule::maxN)
                .orElse(0);
        if (wanted > most) {
            throw steps.wrong("'max_n' is %d, the first step writes at most %d".formatted(wanted, most));
        }
    }

    private static RouteLimits limits(YamlTree item) throws RoutesFileException {
        Map<String, YamlTree> fields = item.fields("limits", Set.of("maxTokens", "maxInFlight", "deadline"));
        return new RouteLimits(
                number(fields, "maxTokens", 1_000_000),
                number(fields, "maxInFlight", 100_000),
                fields.containsKey("deadline") ? Optional.of(duration(fields.get("deadline"))) : Optional.empty());
    }

    private static Optional<Integer> number(Map<String, YamlTree> fields, String name, int greatest)
            throws RoutesFileException {
        return fields.containsKey(name) ? Optional.of(fields.get(name).number(name, 1, greatest)) : Optional.empty();
    }

    private static Duration duration(YamlTree item) throws RoutesFileException {
        String text = item.text("deadline");
        Matcher matcher = SHORT_DURATION.matcher(text);
        Duration value;
        try {
            value = matcher.matches() ? shortDuration(matcher) : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw item.wrong("'deadline' must be like 500ms, 30s, 2m or PT30S, got '%s'".formatted(text));
        }
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw item.wrong("'deadline' must be above 0 and at most 10m, got '%s'".formatted(text));
        }
        return value;
    }

    private static Duration shortDuration(Matcher matcher) {
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private static YamlTree required(YamlTree item, Map<String, YamlTree> fields, String name)
            throws RoutesFileException {
        YamlTree value = fields.get(name);
        if (value == null) {
            throw item.wrong("'%s' is missing".formatted(name));
        }
        return value;
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
