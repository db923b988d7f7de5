package dev.majlis.foe.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.data.LeakCheck;
import dev.majlis.foe.evaluate.Bootstrap;
import dev.majlis.foe.evaluate.Evaluation;
import dev.majlis.foe.evaluate.EvaluationJson;
import dev.majlis.foe.evaluate.EvaluationText;
import dev.majlis.foe.evaluate.ParetoSvg;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.PolicyReader;
import dev.majlis.foe.policy.Rehearsal;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.serve.DatasetRecord;
import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.ExpertRecord;
import dev.majlis.foe.serve.FuserLoader;
import dev.majlis.foe.serve.FuserRecord;
import dev.majlis.foe.serve.FuserSettings;
import dev.majlis.foe.serve.Fusers;
import dev.majlis.foe.serve.PoolRecord;
import dev.majlis.foe.serve.Pools;
import dev.majlis.foe.serve.ServedFuser;
import dev.majlis.mesh.json.Json;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures policies on labelled rows that neither the fuser nor the experts have seen. */
public final class EvaluationWork implements JobWork {
    private final Pools pools;
    private final Datasets datasets;
    private final Fusers fusers;
    private final OutputTables tables;
    private final FuserLoader loader;
    private final Evaluations evaluations;
    private final Clock clock;

    public EvaluationWork(
            Pools pools,
            Datasets datasets,
            Fusers fusers,
            OutputTables tables,
            FuserLoader loader,
            Evaluations evaluations,
            Clock clock) {
        this.pools = requireNonNull(pools, "pools is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.fusers = requireNonNull(fusers, "fusers is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.loader = requireNonNull(loader, "loader is null");
        this.evaluations = requireNonNull(evaluations, "evaluations is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public JobKind kind() {
        return JobKind.EVALUATION;
    }

    @Override
    public ObjectNode run(JobContext context) {
        Job job = context.job();
        JsonNode request = job.request();
        PoolRecord pool = pools.find(job.pool());
        List<ExpertRecord> members = pools.experts(pool);
        List<RegisteredExpert> experts =
                members.stream().map(ExpertRecord::registered).toList();
        FuserRecord record = fusers.find(pool.id(), request.path("fuser").asText());
        FuserSettings settings = record.settings();
        DatasetRecord dataset = datasets.find(pool.id(), request.path("dataset").asText());
        context.progress(0.02, "putting outputs together");
        OutputTables.Assembled rows = tables.assemble(
                dataset,
                pool,
                experts,
                new OutputTables.Aim(settings.mode(), settings.quality(), settings.seed()),
                context);
        ServedFuser fuser = loader.load(record, pool, experts);
        new LeakCheck(fuser.router().fuser().rows().origins().inputs())
                .requireUnseen(rows.table().origins());
        Rehearsal rehearsal = new Rehearsal(fuser.council(), rows.table());
        Bootstrap bootstrap = new Bootstrap(
                Bootstrap.DEFAULT.resamples(), request.path("seed").asLong(1));
        Evaluation evaluation = Evaluation.of(
                rehearsal, policies(request, fuser.council().pool(), settings), lambdas(request), bootstrap, done -> {
                    context.check();
                    context.progress(
                            0.1 + 0.85 * done, "answering " + rows.table().rows() + " rows");
                });
        EvaluationRecord kept = new EvaluationRecord(
                job.id(),
                pool.id(),
                dataset.name(),
                record.id(),
                rows.table().rows(),
                evaluations.put(EvaluationJson.write(evaluation)),
                evaluations.put(EvaluationText.write(evaluation)),
                evaluations.put(ParetoSvg.draw(evaluation)),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        evaluations.keep(kept);
        ObjectNode result = Json.mapper().createObjectNode().put("evaluation", kept.id());
        result.put("rows", kept.rows());
        result.put("left_out", rows.leftOut());
        result.put("report", "/foe/v1/pools/" + pool.id() + "/evaluations/" + kept.id());
        return result;
    }

    private static List<Policy> policies(JsonNode request, Pool pool, FuserSettings settings) {
        Map<String, Policy> policies = new LinkedHashMap<>();
        if (request.path("policies").isArray()) {
            request.path("policies").forEach(node -> add(policies, read(node, pool)));
        } else {
            standard(pool, settings).forEach(policy -> add(policies, policy));
        }
        return new ArrayList<>(policies.values());
    }

    private static List<Double> lambdas(JsonNode request) {
        List<Double> lambdas = new ArrayList<>();
        request.path("lambdas").forEach(lambda -> lambdas.add(lambda.doubleValue()));
        return request.path("lambdas").isArray() ? lambdas : Evaluation.LAMBDAS;
    }

    private static Policy read(JsonNode node, Pool pool) {
        return node.asText().equals("oracle") ? new Policy.Oracle() : PolicyReader.read(node, pool);
    }

    private static void add(Map<String, Policy> policies, Policy policy) {
        policies.putIfAbsent(policy.name(), policy);
    }

    private static List<Policy> standard(Pool pool, FuserSettings settings) {
        List<Policy> policies = new ArrayList<>();
        for (int k = 0; k < pool.size(); k++) {
            policies.add(new Policy.Single(k));
        }
        policies.add(new Policy.BestSingle());
        for (int count = 1; count < pool.size(); count *= 2) {
            policies.add(new Policy.RandomExperts(count, settings.seed()));
        }
        if (!settings.mode().choosesExpert()) {
            policies.addAll(List.of(
                    new Policy.UniformEnsemble(),
                    new Policy.Majority(),
                    new Policy.MaxConfidence(),
                    new Policy.ConfidenceVote()));
        }
        policies.add(new Policy.FoeFirstOnly());
        policies.add(new Policy.FoeFull());
        policies.add(new Policy.Oracle());
        return policies;
    }
}
