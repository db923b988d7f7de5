package dev.majlis.foe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.foe.error.Failures;
import java.util.Optional;

/**
 * What is wanted of a pool: from the parameters of a hop, else from the model's name {@code foe:<pool>[:<policy>]}.
 *
 * @param policy as written; empty for the pool's own
 * @param keepLabel of a pool of classifiers after a step that wrote texts: the text to which this label is likeliest is chosen
 * @param keepTexts of a pool of generators after such a step: its texts stay in the running
 * @param chat whether bodies are those of chats; else of plain completions
 */
public record ChatOrder(
        String pool,
        Optional<JsonNode> policy,
        Output output,
        Optional<String> keepLabel,
        boolean keepTexts,
        boolean chat) {
    /** Beginning of a model's name that stands for a pool. */
    public static final String PREFIX = "foe:";

    /** Form of the answer. */
    public enum Output {
        /** An OpenAI answer. */
        OPENAI,
        /** A candidate set, so that a scorer may follow. */
        CANDIDATES,
        /** A verdict over the texts of the step before; with {@link #keepLabel} only. */
        VERDICT
    }

    public ChatOrder {
        requireNonNull(pool, "pool is null");
        requireNonNull(policy, "policy is null");
        requireNonNull(output, "output is null");
        requireNonNull(keepLabel, "keepLabel is null");
    }

    /**
     * @param parameters of the hop; none for a plain request
     * @throws dev.majlis.mesh.error.MeshException {@code INVALID_FIELD}
     */
    public static ChatOrder of(ObjectNode parameters, JsonNode body) {
        String[] name = name(body.path("model").asText(""));
        String pool = parameters.path("pool").asText(name[0]);
        if (pool.isBlank()) {
            throw Failures.invalid("/model", "names no pool; write foe:<pool> or foe:<pool>:<policy>");
        }
        Optional<JsonNode> named = name[1].isEmpty() ? Optional.empty() : Optional.of(TextNode.valueOf(name[1]));
        Optional<JsonNode> policy = parameters.hasNonNull("policy") ? Optional.of(parameters.get("policy")) : named;
        JsonNode keep = parameters.path("keep");
        if (!keep.isMissingNode() && !keep.isNull() && !keep.isBoolean() && !keep.isTextual()) {
            throw Failures.invalid("/keep", "must be a label, true or false");
        }
        Optional<String> label = keep.isTextual() ? Optional.of(keep.asText()) : Optional.empty();
        Output output = output(parameters.path("output").asText("openai"));
        if (output == Output.VERDICT && label.isEmpty()) {
            throw Failures.invalid("/output", "is verdict, which needs the label to keep");
        }
        return new ChatOrder(
                pool,
                policy,
                output,
                label,
                keep.asBoolean(false),
                chat(parameters.path("endpoint").asText("chat")));
    }

    /** The name under which answers are given. */
    public String model() {
        return PREFIX
                + pool
                + policy.map(words -> ":"
                                + (words.isTextual()
                                        ? words.asText()
                                        : words.path("name").asText()))
                        .orElse("");
    }

    private static Output output(String word) {
        return switch (word) {
            case "openai" -> Output.OPENAI;
            case "candidates" -> Output.CANDIDATES;
            case "verdict" -> Output.VERDICT;
            default -> throw Failures.invalid("/output", "is '" + word + "', must be openai, candidates or verdict");
        };
    }

    private static boolean chat(String word) {
        return switch (word) {
            case "chat" -> true;
            case "completions" -> false;
            default -> throw Failures.invalid("/endpoint", "is '" + word + "', must be chat or completions");
        };
    }

    /** Pool and policy of a model's name; empty where it names none. */
    private static String[] name(String model) {
        if (!model.startsWith(PREFIX)) {
            return new String[] {"", ""};
        }
        String[] parts = model.substring(PREFIX.length()).split(":", 2);
        return new String[] {parts[0], parts.length > 1 ? parts[1] : ""};
    }
}
