package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.Embedder;
import dev.majlis.foe.expert.EmbeddingSource;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.ExpertKind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads and completes the registration of an expert. */
public final class ExpertReader {
    private static final int LABELS = 10_000;
    private static final int WIDEST = 65_536;
    private static final int HTTP_TIMEOUT_MS = 5_000;
    /** Longer than it takes until the records of a process that was killed come to another. */
    private static final int MESH_TIMEOUT_MS = 15_000;

    private static final int LONGEST_MS = 600_000;

    private final HostedModels models;
    private final Embedder embedder;
    private final Clock clock;

    public ExpertReader(HostedModels models, Embedder embedder, Clock clock) {
        this.models = requireNonNull(models, "models is null");
        this.embedder = requireNonNull(embedder, "embedder is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * @param id that the path or the body names
     * @param number of versions there were, from which an unnamed version gets its name
     */
    public ExpertRecord read(String id, Fields body, int number) {
        ExpertKind kind = body.word("kind", ExpertKind.class)
                .orElseThrow(() -> Failures.invalid(body.pointer("kind"), "is missing"));
        Endpoint endpoint = Wire.read(body.require("endpoint"), "/endpoint", Endpoint.class);
        Optional<HostedModels.Hosted> hosted = endpoint instanceof Endpoint.Hosted one
                ? Optional.of(models.find(one.model()).orElseThrow(() -> Failures.unknown("MODEL", one.model())))
                : Optional.empty();
        List<String> said = body.texts("labels", LABELS, 200);
        List<String> labels =
                said.isEmpty() ? hosted.map(HostedModels.Hosted::labels).orElse(List.of()) : said;
        hosted.filter(model -> !model.labels().isEmpty() && model.labels().size() != labels.size())
                .ifPresent(model -> {
                    throw Failures.dimMismatch(labels.size() + " labels, the model has "
                            + model.labels().size());
                });
        if (kind == ExpertKind.CLASSIFIER && labels.isEmpty()) {
            throw Failures.invalid("/labels", "is missing, and the registry does not tell");
        }
        Optional<Fields> embedding = body.object("embedding");
        EmbeddingSource source = embedding
                .flatMap(fields -> fields.word("source", EmbeddingSource.class))
                .orElse(kind == ExpertKind.GENERATOR ? EmbeddingSource.PROMPT : EmbeddingSource.ENDPOINT);
        int width = width(kind, labels, embedding, source);
        embedding.ifPresent(Fields::refuseUnknown);
        Optional<String> version = body.optionalText("version", 128);
        ExpertRecord read = new ExpertRecord(
                id,
                kind,
                labels,
                width,
                endpoint,
                source,
                cost(body),
                body.flag("measured", false),
                body.whole("timeout_ms", 1, LONGEST_MS).orElse(endpoint.overHttp() ? HTTP_TIMEOUT_MS : MESH_TIMEOUT_MS),
                version.or(() -> hosted.map(HostedModels.Hosted::version)).orElse(Integer.toString(number)),
                version.isPresent(),
                false,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        read.registered();
        return read;
    }

    private int width(ExpertKind kind, List<String> labels, Optional<Fields> embedding, EmbeddingSource source) {
        Optional<Integer> dim = embedding.flatMap(fields -> fields.whole("dim", 1, WIDEST));
        if (kind != ExpertKind.GENERATOR) {
            return kind == ExpertKind.CLASSIFIER ? labels.size() : 1;
        }
        if (source == EmbeddingSource.ENDPOINT) {
            return dim.orElseThrow(() -> Failures.invalid("/embedding/dim", "is missing"));
        }
        int ours = embedder.width();
        dim.filter(given -> given != ours).ifPresent(given -> {
            throw Failures.dimMismatch("embedding.dim is " + given + ", the router's embedder gives " + ours);
        });
        return ours;
    }

    private static Cost cost(Fields body) {
        Optional<Fields> fields = body.object("cost");
        if (fields.isEmpty()) {
            return Cost.ofMoney(1);
        }
        Fields cost = fields.get();
        Cost read = new Cost(kind(cost, "money"), kind(cost, "ms"), kind(cost, "energy_j"), kind(cost, "tokens"));
        cost.refuseUnknown();
        return read;
    }

    private static double kind(Fields cost, String name) {
        Optional<JsonNode> value = cost.find(name);
        if (value.isPresent() && !value.get().isNumber()) {
            throw Failures.invalid(cost.pointer(name), "must be a number");
        }
        return value.map(JsonNode::doubleValue).orElse(0.0);
    }
}
