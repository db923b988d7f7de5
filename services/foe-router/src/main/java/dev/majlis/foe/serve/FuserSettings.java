package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.fuse.Loss;
import dev.majlis.foe.pool.CostWeights;
import dev.majlis.foe.table.FuserMode;
import dev.majlis.mesh.json.Json;
import java.util.Locale;
import java.util.Optional;

/**
 * How a fuser is to be trained and used (foe.md §7).
 *
 * @param dataset rows to learn from
 * @param estimate rows by which losses and budgets are estimated; empty to hold back a fifth of {@code dataset}
 * @param lambda λ of frugal policies that name none
 * @param kappa κ, rows by which a loss is estimated
 * @param neighbours k_f
 * @param weights of costs; empty for the pool's
 * @param parameters of the trainer
 * @param promote whether it serves once it is trained
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record FuserSettings(
        String dataset,
        Optional<String> estimate,
        FuserMode mode,
        FuserModel model,
        double lambda,
        int kappa,
        int neighbours,
        Loss loss,
        Optional<CostWeights> weights,
        Quality quality,
        long seed,
        ObjectNode parameters,
        boolean promote) {
    public FuserSettings {
        requireNonNull(dataset, "dataset is null");
        estimate = estimate == null ? Optional.empty() : estimate;
        weights = weights == null ? Optional.empty() : weights;
        requireNonNull(mode, "mode is null");
        requireNonNull(model, "model is null");
        requireNonNull(loss, "loss is null");
    }

    /** Of a request. */
    public static FuserSettings read(Fields body, PoolRecord pool) {
        FuserMode absent = pool.labels().isEmpty() ? FuserMode.GENERATIVE : FuserMode.DISCRIMINATIVE;
        FuserSettings settings = new FuserSettings(
                body.name("dataset"),
                body.optionalName("estimate"),
                body.word("mode", FuserMode.class).orElse(absent),
                body.word("model", FuserModel.class).orElse(FuserModel.KNN),
                body.amount("lambda").orElse(0.02),
                body.whole("kappa", 1, 10_000).orElse(30),
                body.whole("k_f", 1, 1_000).orElse(9),
                loss(body),
                body.object("weights").map(Pools::weights),
                body.word("quality", Quality.class).orElse(Quality.ROUGE_L),
                body.number64("seed").orElse(1L),
                body.find("parameters")
                        .map(node -> {
                            if (node instanceof ObjectNode object) {
                                return object;
                            }
                            throw Failures.invalid("/parameters", "must be an object");
                        })
                        .orElseGet(() -> Json.mapper().createObjectNode()),
                body.flag("promote", false));
        body.refuseUnknown();
        if (settings.mode() != FuserMode.GENERATIVE && pool.labels().isEmpty()) {
            throw Failures.invalid("/mode", "needs labels, which pool '" + pool.id() + "' has not");
        }
        return settings;
    }

    /** With targets that name experts, {@code soft} is 1 - quality of what was chosen. */
    private static Loss loss(Fields body) {
        String word = body.optionalText("loss", 64).orElse("soft");
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "soft", "one_minus_quality" -> Loss.SOFT;
            case "zero_one" -> Loss.ZERO_ONE;
            case "nll" -> Loss.NLL;
            default ->
                throw Failures.invalid(
                        "/loss", "is '" + word + "', which is none of soft, zero_one, nll, one_minus_quality");
        };
    }
}
