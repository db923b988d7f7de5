package dev.majlis.foe.job;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.data.TextQuality;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.CallOutcome;
import dev.majlis.foe.expert.EmbeddingSource;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.serve.DatasetRecord;
import dev.majlis.foe.serve.DatasetRow;
import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.InputKey;
import dev.majlis.foe.serve.PoolRecord;
import dev.majlis.foe.serve.Quality;
import dev.majlis.foe.state.KeptOutput;
import dev.majlis.foe.state.OutputCache;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.FuserMode;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableBuilder;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.table.Targets;
import dev.majlis.mesh.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Puts the rows of a data set together with what experts said about them. Thread-safe; blocks. */
public final class OutputTables {
    private static final Duration JUDGE = Duration.ofSeconds(30);
    private static final RegisteredExpert CAPPY = new RegisteredExpert(
            new Expert("cappy-quality", ExpertKind.SCORER, List.of(), 1, Cost.FREE, "1"),
            new Endpoint.MeshScore("cappy-scorer.score", Optional.empty()),
            EmbeddingSource.ENDPOINT,
            false,
            JUDGE);

    /** Failures that the next row would meet too. */
    private static final Set<String> AWAY =
            Set.of(CallFailures.TIMEOUT, CallFailures.UNREACHABLE, CallFailures.OVERLOADED);

    private final Datasets datasets;
    private final Supplier<OutputCache> cache;
    private final ExpertClient client;
    private final Clock clock;
    private final TableLimits limits;

    public OutputTables(
            Datasets datasets, Supplier<OutputCache> cache, ExpertClient client, Clock clock, TableLimits limits) {
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.cache = requireNonNull(cache, "cache is null");
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.limits = requireNonNull(limits, "limits is null");
    }

    /**
     * A table and what is not in it.
     *
     * @param leftOut rows without an output of every expert, or without a target
     */
    public record Assembled(OutputTable table, int leftOut) {}

    /** What is to be predicted, and how answers are judged. */
    public record Aim(FuserMode mode, Quality quality, long seed) {}

    /** What an expert said about a row. */
    private record Said(float[] features, Optional<String> text) {}

    /** @throws dev.majlis.mesh.error.MeshException {@code OUTPUTS_MISSING}, {@code EMPTY_DATASET}, {@code TOO_LARGE}, {@code SCORER_FAILED} */
    public Assembled assemble(
            DatasetRecord dataset, PoolRecord pool, List<RegisteredExpert> experts, Aim aim, JobContext context) {
        List<DatasetRow> rows = datasets.rows(dataset);
        List<String> keys = rows.stream().map(row -> InputKey.of(row.input())).toList();
        List<Map<String, KeptOutput>> kept = new ArrayList<>();
        for (RegisteredExpert expert : experts) {
            context.check();
            kept.add(cache.get().find(expert.id(), expert.expert().version(), keys));
        }
        TableBuilder builder = new TableBuilder(
                experts.stream().mapToInt(expert -> expert.expert().width()).toArray(), limits);
        Goals goals = new Goals(pool, experts, aim);
        int complete = 0;
        for (int i = 0; i < rows.size(); i++) {
            context.check();
            Optional<List<Said>> said = said(rows.get(i), keys.get(i), experts, kept);
            if (said.isPresent()) {
                complete++;
                if (goals.add(rows.get(i), said.get(), context.job().tenant())) {
                    builder.add(
                            said.get().stream().map(Said::features).toArray(float[][]::new),
                            rows.get(i).domain(),
                            InputKey.hash(rows.get(i).input()));
                }
            }
        }
        if (complete == 0) {
            throw Failures.outputsMissing(dataset.name(), rows.size());
        }
        return new Assembled(builder.build(goals.targets()), rows.size() - builder.rows());
    }

    private static Optional<List<Said>> said(
            DatasetRow row, String key, List<RegisteredExpert> experts, List<Map<String, KeptOutput>> kept) {
        List<Said> all = new ArrayList<>();
        for (int k = 0; k < experts.size(); k++) {
            DatasetRow.Recorded recorded = row.outputs().get(experts.get(k).id());
            KeptOutput output = kept.get(k).get(key);
            if (recorded != null && recorded.features() != null) {
                all.add(new Said(recorded.features(), Optional.ofNullable(recorded.text())));
            } else if (output != null) {
                all.add(new Said(output.features(), output.text()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }

    /** Targets of the rows as they come. */
    private final class Goals {
        private final PoolRecord pool;
        private final List<RegisteredExpert> experts;
        private final Aim aim;
        private final Map<String, Integer> labels = new HashMap<>();
        private final List<Integer> targets = new ArrayList<>();
        private final List<float[]> qualities = new ArrayList<>();
        private final List<ExpertSet> owners = new ArrayList<>();

        Goals(PoolRecord pool, List<RegisteredExpert> experts, Aim aim) {
            this.pool = pool;
            this.experts = experts;
            this.aim = aim;
            for (int i = 0; i < pool.labels().size(); i++) {
                labels.put(pool.labels().get(i), i);
            }
        }

        /** False for a row that has no target of this kind. */
        boolean add(DatasetRow row, List<Said> said, String tenant) {
            return switch (aim.mode()) {
                case DISCRIMINATIVE -> label(row);
                case GENERATIVE -> quality(row, said, tenant);
                case EXPERT_PRED -> owner(row, said);
            };
        }

        Targets targets() {
            return switch (aim.mode()) {
                case DISCRIMINATIVE ->
                    Targets.labels(
                            targets.stream().mapToInt(Integer::intValue).toArray(),
                            pool.labels().size());
                case GENERATIVE -> Targets.qualities(qualities.toArray(float[][]::new));
                case EXPERT_PRED -> Targets.owners(owners, qualities.toArray(float[][]::new), aim.seed());
            };
        }

        private boolean label(DatasetRow row) {
            Integer target = row.label().map(labels::get).orElse(null);
            if (target == null) {
                return false;
            }
            targets.add(target);
            return true;
        }

        private boolean owner(DatasetRow row, List<Said> said) {
            ExpertSet own = ExpertSet.NONE;
            float[] right = new float[experts.size()];
            for (int k = 0; k < right.length; k++) {
                List<String> known = experts.get(k).expert().labels();
                String label = row.label().orElse("");
                own = known.contains(label) ? own.with(k) : own;
                right[k] = answers(k, said.get(k)).equals(label) ? 1 : 0;
            }
            if (own.isEmpty()) {
                return false;
            }
            owners.add(own);
            qualities.add(right);
            return true;
        }

        private boolean quality(DatasetRow row, List<Said> said, String tenant) {
            float[] quality = new float[experts.size()];
            for (int k = 0; k < quality.length; k++) {
                Double told = row.qualities().get(experts.get(k).id());
                Optional<Double> known = told != null ? Optional.of(told) : judged(row, k, said.get(k), tenant);
                if (known.isEmpty()) {
                    return false;
                }
                quality[k] = known.get().floatValue();
            }
            qualities.add(quality);
            return true;
        }

        private Optional<Double> judged(DatasetRow row, int k, Said said, String tenant) {
            List<String> references =
                    row.references().isEmpty() ? row.label().map(List::of).orElse(List.of()) : row.references();
            if (experts.get(k).expert().kind() == ExpertKind.CLASSIFIER) {
                return row.label().map(label -> answers(k, said).equals(label) ? 1.0 : 0.0);
            }
            if (said.text().isEmpty() || (references.isEmpty() && aim.quality() != Quality.CAPPY)) {
                return Optional.empty();
            }
            String text = said.text().get();
            return switch (aim.quality()) {
                case EXACT -> Optional.of(TextQuality.EXACT.of(text, references));
                case ROUGE_L -> Optional.of(TextQuality.ROUGE_L.of(text, references));
                case CAPPY -> scored(row, text, tenant);
            };
        }

        private String answers(int k, Said said) {
            List<String> known = experts.get(k).expert().labels();
            return known.isEmpty() ? "" : known.get(Classes.argmax(said.features()));
        }
    }

    /**
     * What the scorer of the mesh says, kept like an expert's output; empty for a text that it cannot judge.
     *
     * @throws dev.majlis.mesh.error.MeshException {@code SCORER_FAILED} when it is not there: all other rows would wait in vain, and
     *     what it has said is kept for the next job
     */
    private Optional<Double> scored(DatasetRow row, String text, String tenant) {
        var pair = Json.mapper()
                .createObjectNode()
                .put("instruction", InputKey.text(row.input()))
                .put("response", text);
        String key = InputKey.of(pair);
        String version = CAPPY.expert().version();
        KeptOutput known = cache.get().find(CAPPY.id(), version, List.of(key)).get(key);
        if (known != null) {
            return Optional.of(clipped(known.features()[0]));
        }
        CallOutcome outcome = client.ask(
                        List.of(CAPPY), pair, tenant, clock.instant().plus(JUDGE))
                .get(0);
        if (outcome instanceof CallOutcome.Answered answered) {
            cache.get()
                    .put(
                            CAPPY.id(),
                            version,
                            key,
                            new KeptOutput(
                                    answered.features(),
                                    Optional.empty(),
                                    answered.cost(),
                                    answered.took().toMillis()));
            return Optional.of(clipped(answered.features()[0]));
        }
        CallOutcome.Failed failed = (CallOutcome.Failed) outcome;
        if (AWAY.contains(failed.code())) {
            throw Failures.scorerFailed(failed.code() + ": " + failed.detail());
        }
        return Optional.empty();
    }

    private static double clipped(double score) {
        return Math.max(0, Math.min(1, score));
    }
}
