package dev.majlis.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.gateway.route.BuiltInRoutes;
import dev.majlis.gateway.route.FoeName;
import dev.majlis.gateway.route.Route;
import dev.majlis.gateway.route.Step;
import dev.majlis.gateway.route.StopRule;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a route makes of a request: where it goes and what the first hop reads.
 *
 * @param slip all hops with their parameters
 * @param body JSON; the client's own bytes when the route changes nothing
 */
public record CallPlan(RoutingSlip slip, byte[] body) {

    /** Operation of a judge that draws its candidates itself. */
    private static final String DRAWING_JUDGE = "sample-best-of";

    /** @throws MeshException {@code invalid-request} when the request asks for what the route cannot give */
    public static CallPlan of(Route route, CompletionRequest request) {
        return new CallPlan(slip(route, request), body(route, request));
    }

    private static RoutingSlip slip(Route route, CompletionRequest request) {
        if (request.majlis().policy().isPresent() && !route.scored() && !route.foe()) {
            throw MeshException.invalid(
                    "/majlis/policy", "route '%s' has no step that chooses".formatted(route.name()));
        }
        if (route.judged() && request.n().orElse(1) != 1) {
            throw MeshException.invalid(
                    "/n",
                    "route '%s' writes its own number of candidates and answers one; leave n out"
                            .formatted(route.name()));
        }
        Optional<StopRule> stop = stop(route, request);
        if (stop.isPresent()) {
            return RoutingSlip.of(drawing(route, request, stop.get()));
        }
        List<Hop> hops = new ArrayList<>(route.steps().size());
        for (Step step : route.steps()) {
            ObjectNode with = step.with().deepCopy();
            boolean last = hops.size() == route.steps().size() - 1;
            if ((hops.isEmpty() || step.foe()) && !with.has("endpoint")) {
                with.put("endpoint", request.endpoint().parameter());
            }
            if (step.judges()) {
                judging(with, request, last);
            }
            if (step.foe() && !route.scored()) {
                request.majlis().policy().ifPresent(policy -> with.put("policy", policy));
            }
            hops.add(new Hop(step.to(), with));
        }
        return new RoutingSlip(hops);
    }

    private static Optional<StopRule> stop(Route route, CompletionRequest request) {
        Optional<StopRule> asked = request.majlis().stop();
        if (asked.isPresent() && !route.canStop()) {
            throw MeshException.invalid(
                    "/majlis/stop", "route '%s' does not choose among candidates it writes".formatted(route.name()));
        }
        if (!route.judged()) {
            return Optional.empty();
        }
        Optional<StopRule> own = route.steps().get(route.steps().size() - 1).stop();
        return own.isPresent() && asked.isPresent() ? own.map(rule -> rule.under(asked.get())) : asked.or(() -> own);
    }

    /** One hop instead of two: whether to write one more candidate depends on the scores, so the judge asks for each. */
    private static Hop drawing(Route route, CompletionRequest request, StopRule stop) {
        Step writer = route.steps().get(0);
        Step judge = route.steps().get(1);
        int most = writer.with().path("n").asInt(BuiltInRoutes.MAX_BEST_OF);
        stop.maxN().filter(wanted -> wanted > most).ifPresent(wanted -> {
            throw MeshException.invalid(
                    "/majlis/stop/max_n", "is %d, route '%s' writes at most %d".formatted(wanted, route.name(), most));
        });
        ObjectNode with = judge.with().deepCopy();
        with.remove("min_gain");
        with.put("generator", writer.to().service())
                .put(
                        "endpoint",
                        writer.with().path("endpoint").asText(request.endpoint().parameter()))
                .put("n", most);
        with.set("stop", stop.fields().deepCopy());
        judging(with, request, true);
        return new Hop(new Operation(judge.to().service(), DRAWING_JUDGE), with);
    }

    /** @param last whether nobody writes after it: only then is the text that it chose the one to stream */
    private static void judging(ObjectNode with, CompletionRequest request, boolean last) {
        request.majlis().policy().ifPresent(policy -> with.put("policy", policy));
        request.majlis().seed().ifPresent(seed -> with.put("seed", seed));
        if (request.stream() && last) {
            with.put("stream_text", true);
        }
    }

    private static byte[] body(Route route, CompletionRequest request) {
        ObjectNode defaults = route.defaults();
        String model = model(route, request);
        boolean capped = route.limits().maxTokens().isPresent();
        if (model.equals(request.model()) && !capped && (defaults.isEmpty() || onlyModel(defaults))) {
            return request.raw();
        }
        ObjectNode body = request.body().deepCopy();
        for (Map.Entry<String, JsonNode> field : defaults.properties()) {
            if (!body.hasNonNull(field.getKey())) {
                body.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        body.put("model", model);
        route.limits().maxTokens().ifPresent(limit -> cap(request.maxTokens(), limit, body));
        return Json.write(body);
    }

    /** The name by which the first hop knows who is to answer. */
    private static String model(Route route, CompletionRequest request) {
        Step first = route.steps().get(0);
        if (first.pool().isPresent() && FoeName.of(request.model()).isEmpty()) {
            return new FoeName(first.pool().get(), Optional.empty()).text();
        }
        return route.defaults().path("model").asText(request.model());
    }

    private static void cap(OptionalInt wanted, int limit, ObjectNode body) {
        if (wanted.isPresent() && wanted.getAsInt() > limit) {
            String field = body.hasNonNull("max_completion_tokens") ? "/max_completion_tokens" : "/max_tokens";
            String message = "is %d, the route allows %d".formatted(wanted.getAsInt(), limit);
            throw new MeshException(ProblemSlug.INVALID_REQUEST, field + ": " + message)
                    .withErrors(List.of(new MeshException.FieldError(field, message)));
        }
        if (wanted.isEmpty() && body.path("max_tokens").asInt(Integer.MAX_VALUE) > limit) {
            body.put("max_tokens", limit);
        }
    }

    private static boolean onlyModel(ObjectNode defaults) {
        return defaults.size() == 1 && defaults.has("model");
    }
}
