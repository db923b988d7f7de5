package dev.majlis.foe.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.CallOutcome;
import dev.majlis.foe.expert.Embedder;
import dev.majlis.foe.expert.EmbeddingSource;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.serve.DatasetRecord;
import dev.majlis.foe.serve.DatasetRow;
import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.ExpertRecord;
import dev.majlis.foe.serve.FoeMeters;
import dev.majlis.foe.serve.InputKey;
import dev.majlis.foe.serve.Pools;
import dev.majlis.foe.state.KeptOutput;
import dev.majlis.foe.state.OutputCache;
import dev.majlis.mesh.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks every expert of a pool about every row of a data set, several rows at a time, and keeps what it says. What was kept
 * before is not asked again, so the job goes on where an earlier one was stopped, and a second one costs nothing.
 */
public final class OutputsWork implements JobWork {
    /** Rows that are asked about at the same time, when the request names none. */
    public static final int IN_FLIGHT = 8;

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Pools pools;
    private final Datasets datasets;
    private final Supplier<OutputCache> cache;
    private final ExpertClient client;
    private final Embedder embedder;
    private final FoeMeters meters;
    private final Clock clock;

    public OutputsWork(
            Pools pools,
            Datasets datasets,
            Supplier<OutputCache> cache,
            ExpertClient client,
            Embedder embedder,
            FoeMeters meters,
            Clock clock) {
        this.pools = requireNonNull(pools, "pools is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.cache = requireNonNull(cache, "cache is null");
        this.client = requireNonNull(client, "client is null");
        this.embedder = requireNonNull(embedder, "embedder is null");
        this.meters = requireNonNull(meters, "meters is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** One input and the experts that were not asked about it yet. */
    private record Question(DatasetRow row, String key, List<RegisteredExpert> experts) {}

    @Override
    public JobKind kind() {
        return JobKind.OUTPUTS;
    }

    @Override
    public ObjectNode run(JobContext context) {
        Job job = context.job();
        DatasetRecord dataset =
                datasets.find(job.pool(), job.request().path("dataset").asText());
        List<RegisteredExpert> experts = pools.experts(pools.find(job.pool())).stream()
                .map(ExpertRecord::registered)
                .toList();
        List<DatasetRow> rows = datasets.rows(dataset);
        int[] recorded = new int[1];
        List<Question> open = open(rows, experts, recorded);
        Tally tally = new Tally(context, open.size());
        int inFlight = job.request().path("in_flight").asInt(IN_FLIGHT);
        List<Question> failed = ask(open, inFlight, job.tenant(), context, tally);
        if (!failed.isEmpty()) {
            // an expert that was away for a moment gets a second chance
            tally.again(failed);
            failed = ask(failed, inFlight, job.tenant(), context, tally);
        }
        int calls = rows.size() * experts.size();
        int asked =
                open.stream().mapToInt(question -> question.experts().size()).sum();
        ObjectNode result = Json.mapper().createObjectNode();
        result.put("rows", rows.size());
        result.put("recorded", recorded[0]);
        result.put("cached", calls - asked - recorded[0]);
        result.put("asked", tally.answered());
        result.put("failed", tally.failed());
        for (String outcome : List.of("recorded", "cached", "asked", "failed")) {
            meters.outputs(job.pool(), outcome, result.path(outcome).asInt());
        }
        result.set("failures", Json.mapper().valueToTree(tally.reasons()));
        if (tally.failed() > 0 && tally.failed() == calls) {
            throw Failures.allExpertsFailed();
        }
        return result;
    }

    private List<Question> open(List<DatasetRow> rows, List<RegisteredExpert> experts, int[] recorded) {
        Map<String, Question> open = new LinkedHashMap<>();
        List<String> keys = rows.stream().map(row -> InputKey.of(row.input())).toList();
        for (RegisteredExpert expert : experts) {
            Collection<String> known =
                    cache.get().known(expert.id(), expert.expert().version(), keys);
            for (int i = 0; i < rows.size(); i++) {
                DatasetRow row = rows.get(i);
                String key = keys.get(i);
                DatasetRow.Recorded said = row.outputs().get(expert.id());
                if (said != null && said.features() != null) {
                    recorded[0]++;
                } else if (!known.contains(key)) {
                    if (said != null && expert.features() != EmbeddingSource.ENDPOINT) {
                        keep(expert, key, row, said.text());
                        recorded[0]++;
                    } else {
                        Question question =
                                open.computeIfAbsent(key, unseen -> new Question(row, key, new ArrayList<>()));
                        if (!question.experts().contains(expert)) {
                            question.experts().add(expert);
                        }
                    }
                }
            }
        }
        return new ArrayList<>(open.values());
    }

    /** A recorded text becomes an output once it has a vector. */
    private void keep(RegisteredExpert expert, String key, DatasetRow row, String text) {
        String words = expert.features() == EmbeddingSource.PROMPT ? new ExpertInput(row.input()).text() : text;
        cache.get()
                .put(
                        expert.id(),
                        expert.expert().version(),
                        key,
                        new KeptOutput(
                                embedder.embed(List.of(words))[0],
                                Optional.ofNullable(text),
                                expert.expert().cost(),
                                0));
    }

    private List<Question> ask(List<Question> open, int inFlight, String tenant, JobContext context, Tally tally) {
        List<Question> failed = new ArrayList<>();
        BoundedTasks.run(open, inFlight, context::check, question -> {
            List<RegisteredExpert> left = ask(question, tenant, tally);
            if (!left.isEmpty()) {
                synchronized (failed) {
                    failed.add(new Question(question.row(), question.key(), left));
                }
            }
            tally.done();
        });
        return failed;
    }

    private List<RegisteredExpert> ask(Question question, String tenant, Tally tally) {
        Duration longest = question.experts().stream()
                .map(RegisteredExpert::timeout)
                .max(Duration::compareTo)
                .orElse(LONGEST);
        Instant deadline = clock.instant().plus(longest);
        List<CallOutcome> outcomes =
                client.ask(question.experts(), question.row().input(), tenant, deadline);
        List<RegisteredExpert> left = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            RegisteredExpert expert = question.experts().get(i);
            if (outcomes.get(i) instanceof CallOutcome.Answered answered) {
                cache.get()
                        .put(
                                expert.id(),
                                expert.expert().version(),
                                question.key(),
                                new KeptOutput(
                                        answered.features(),
                                        answered.text(),
                                        answered.cost(),
                                        answered.took().toMillis()));
                tally.answer();
            } else if (outcomes.get(i) instanceof CallOutcome.Failed failure) {
                tally.failure(expert.id(), failure.code() + ": " + failure.detail());
                left.add(expert);
            }
        }
        return left;
    }
}
