package dev.majlis.foe.expert;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.ExpertKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks one expert once and tells check by check whether it is what it is registered as (foe.md §7). Thread-safe; blocks. */
public final class ExpertProbe {
    private static final Set<String> NOT_REACHED =
            Set.of(CallFailures.UNREACHABLE, CallFailures.TIMEOUT, CallFailures.OVERLOADED);

    private final ExpertClient client;
    private final Clock clock;

    public ExpertProbe(ExpertClient client, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * @param ok whether all checks passed
     * @param ms from question to answer
     * @param answer absent when there was none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Report(boolean ok, List<Check> checks, long ms, Answer answer) {}

    /** @param name {@code reachable}, {@code schema}, {@code width}, {@code distribution}, {@code version} or {@code latency} */
    public record Check(String name, boolean ok, String detail) {}

    /** @param features as a fuser would see them */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(float[] features, String text, Cost cost) {}

    /** An input that experts of this kind can read. */
    public static JsonNode sample(RegisteredExpert expert) {
        if (expert.endpoint() instanceof Endpoint.MeshScore || expert.expert().kind() == ExpertKind.SCORER) {
            return dev.majlis.mesh.json.Json.mapper()
                    .valueToTree(Map.of("instruction", "Name the capital of France.", "response", "Paris."));
        }
        return TextNode.valueOf("Name the capital of France.");
    }

    public Report probe(RegisteredExpert expert, JsonNode input, String tenant) {
        CallOutcome outcome = client.ask(
                        List.of(expert), input, tenant, clock.instant().plus(expert.timeout()))
                .get(0);
        long ms = outcome.took().toMillis();
        List<Check> checks = new ArrayList<>();
        if (outcome instanceof CallOutcome.Answered answered) {
            checks.add(new Check("reachable", true, "answered"));
            checks.add(new Check("schema", true, "the answer was understood"));
            checks.add(new Check("width", true, answered.features().length + " columns, all finite"));
            if (expert.expert().kind() == ExpertKind.CLASSIFIER) {
                checks.add(new Check("distribution", true, "at least 0 each, sum 1"));
            }
            checks.add(new Check("version", true, expert.expert().version()));
            checks.add(latency(expert, ms));
            var answer = new Answer(answered.features(), answered.text().orElse(null), answered.cost());
            return new Report(true, checks, ms, answer);
        }
        CallOutcome.Failed failed = (CallOutcome.Failed) outcome;
        boolean reached = !NOT_REACHED.contains(failed.code());
        checks.add(new Check("reachable", reached, reached ? "answered" : described(failed)));
        if (reached) {
            checks.add(new Check(broken(failed.code()), false, described(failed)));
        }
        checks.add(latency(expert, ms));
        return new Report(false, checks, ms, null);
    }

    private static Check latency(RegisteredExpert expert, long ms) {
        long limit = expert.timeout().toMillis();
        return new Check("latency", ms <= limit, ms + " ms of " + limit);
    }

    private static String broken(String code) {
        return switch (code) {
            case "DIM_MISMATCH" -> "width";
            case "PROBABILITIES_INVALID" -> "distribution";
            case CallFailures.EXPERT_CHANGED -> "version";
            default -> "schema";
        };
    }

    private static String described(CallOutcome.Failed failed) {
        return failed.code() + ": " + failed.detail();
    }
}
