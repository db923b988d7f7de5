package dev.majlis.foe.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.data.LeakCheck;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.frugal.HeldOutRows;
import dev.majlis.foe.frugal.PriceCurve;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.LogisticFuser;
import dev.majlis.foe.fuse.LogisticSettings;
import dev.majlis.foe.fuse.MlpFuser;
import dev.majlis.foe.fuse.MlpNetwork;
import dev.majlis.foe.fuse.Preparation;
import dev.majlis.foe.neighbour.RowIndex;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.Rehearsal;
import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.ExpertRecord;
import dev.majlis.foe.serve.FuserFiles;
import dev.majlis.foe.serve.FuserLoader;
import dev.majlis.foe.serve.FuserModel;
import dev.majlis.foe.serve.FuserRecord;
import dev.majlis.foe.serve.FuserRecord.LossPoint;
import dev.majlis.foe.serve.FuserSettings;
import dev.majlis.foe.serve.Fusers;
import dev.majlis.foe.serve.PoolRecord;
import dev.majlis.foe.serve.Pools;
import dev.majlis.foe.serve.Wire;
import dev.majlis.foe.table.FuserMode;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.RowOrigins;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Trains a fuser: nearest rows and logistic regression in this process, perceptrons by the trainer. */
public final class FuserWork implements JobWork {
    private static final int MEASURED_ROWS = 500;
    private static final int PRICED_ROWS = 1_000;

    private final Pools pools;
    private final Datasets datasets;
    private final Fusers fusers;
    private final OutputTables tables;
    private final FuserFiles files;
    private final FuserLoader loader;
    private final Perceptron perceptron;
    private final Clock clock;

    public FuserWork(
            Pools pools,
            Datasets datasets,
            Fusers fusers,
            OutputTables tables,
            FuserFiles files,
            FuserLoader loader,
            Trainer trainer,
            Clock clock) {
        this.pools = requireNonNull(pools, "pools is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.fusers = requireNonNull(fusers, "fusers is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.files = requireNonNull(files, "files is null");
        this.loader = requireNonNull(loader, "loader is null");
        this.perceptron = new Perceptron(trainer);
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public JobKind kind() {
        return JobKind.FUSER;
    }

    @Override
    public ObjectNode run(JobContext context) {
        FuserSettings settings = Wire.read(Wire.write(context.job().request()), FuserSettings.class);
        PoolRecord pool = pools.find(context.job().pool());
        List<ExpertRecord> members = pools.experts(pool);
        List<RegisteredExpert> experts =
                members.stream().map(ExpertRecord::registered).toList();
        var aim = new OutputTables.Aim(settings.mode(), settings.quality(), settings.seed());
        context.progress(0.02, "putting outputs together");
        OutputTables.Assembled rows =
                tables.assemble(datasets.find(pool.id(), settings.dataset()), pool, experts, aim, context);
        Optional<OutputTables.Assembled> estimate = settings.estimate()
                .map(name -> tables.assemble(datasets.find(pool.id(), name), pool, experts, aim, context));
        LongPredicate trained = datasets.trainedOn(pool, members);
        requireUnseen(rows.table().origins(), trained);
        estimate.ifPresent(other -> requireUnseen(other.table().origins(), trained));
        requireTrainable(rows.table(), settings);
        Splits splits = Splits.of(
                rows.table(),
                estimate.map(OutputTables.Assembled::table),
                settings.model() == FuserModel.KNN,
                settings.seed());
        FuserRecord fuser =
                files.inScratch(folder -> train(settings, pool, experts, splits, rows.leftOut(), context, folder));
        fusers.keep(fuser);
        if (settings.promote()) {
            pools.promote(pool.id(), fuser.id());
        }
        ObjectNode result = Json.mapper().createObjectNode().put("fuser", fuser.id());
        result.put("promoted", settings.promote());
        result.put("rows", fuser.rows());
        result.put("left_out", fuser.leftOut());
        result.set("metrics", Json.mapper().valueToTree(fuser.metrics()));
        return result;
    }

    private FuserRecord train(
            FuserSettings settings,
            PoolRecord pool,
            List<RegisteredExpert> experts,
            Splits splits,
            int leftOut,
            JobContext context,
            Path folder)
            throws IOException {
        context.check();
        context.progress(0.1, "training on " + splits.train().rows() + " rows");
        Preparation preparation = Preparation.fit(splits.train(), Preparation.COLUMNS, settings.seed());
        OutputTable train = RowIndex.over(preparation.of(splits.train()), settings.seed());
        OutputTable estimate = settings.model() == FuserModel.KNN
                ? train
                : RowIndex.over(preparation.of(splits.estimate()), settings.seed());
        List<LossPoint> curve = new ArrayList<>();
        Fuser fuser =
                switch (settings.model()) {
                    case KNN -> new KnnFuser(train, preparation, settings.neighbours());
                    case LOGREG -> LogisticFuser.train(train, estimate, preparation, logistic(settings));
                    case MLP, MASKED_MLP -> {
                        curve.addAll(perceptron.train(train, settings, context, folder));
                        yield new MlpFuser(MlpNetwork.open(folder), estimate, preparation, settings.neighbours());
                    }
                };
        context.check();
        context.progress(0.92, "measuring");
        Council council = loader.council(fuser, settings, pool, experts);
        Map<String, String> versions = new LinkedHashMap<>();
        experts.forEach(expert -> versions.put(expert.id(), expert.expert().version()));
        return new FuserRecord(
                context.job().id(),
                fusers.list(pool.id()).size() + 1,
                pool.id(),
                settings,
                versions,
                splits.train().rows(),
                splits.estimate().rows(),
                splits.heldOut().rows(),
                leftOut,
                metrics(council, splits.heldOut(), settings),
                curve,
                prices(council, preparation.of(splits.heldOut()), context),
                files.write(fuser, settings.model().perceptron() ? Optional.of(folder) : Optional.empty()),
                context.job().id(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** An expert may have been trained anew since the rows came in. */
    private static void requireUnseen(RowOrigins rows, LongPredicate trained) {
        long[] leaked = Arrays.stream(rows.inputs()).filter(trained).toArray();
        if (leaked.length > 0) {
            new LeakCheck(leaked).requireUnseen(rows);
        }
    }

    /** A class is a label here; that an expert is seldom the best one is no fault of the rows. */
    private static void requireTrainable(OutputTable rows, FuserSettings settings) {
        if (settings.mode() == FuserMode.DISCRIMINATIVE) {
            rows.requireTrainable(settings.kappa());
        } else if (rows.rows() < 10 * settings.kappa()) {
            throw Failures.tooFewRows(
                    rows.rows() + " rows, " + 10 * settings.kappa() + " are needed for κ = " + settings.kappa());
        }
    }

    private static LogisticSettings logistic(FuserSettings settings) {
        LogisticSettings masked = LogisticSettings.MASKED;
        return new LogisticSettings(
                settings.parameters().path("epochs").asInt(masked.epochs()),
                settings.parameters().path("batch").asInt(masked.batch()),
                settings.parameters().path("rate").asDouble(masked.rate()),
                settings.parameters().path("decay").asDouble(masked.decay()),
                settings.parameters().path("dropout").asDouble(masked.dropout()),
                settings.seed());
    }

    private static PriceCurve prices(Council council, OutputTable heldOut, JobContext context) {
        return PriceCurve.of(council.router(), HeldOutRows.of(heldOut, PRICED_ROWS), done -> {
            context.check();
            context.progress(0.92 + 0.07 * done, "pricing");
        });
    }

    private static Map<String, Double> metrics(Council council, OutputTable heldOut, FuserSettings settings) {
        int[] some = new int[Math.min(MEASURED_ROWS, heldOut.rows())];
        Arrays.setAll(some, i -> i);
        OutputTable rows = heldOut.pick(some);
        Rehearsal rehearsal = new Rehearsal(council, rows);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("rows", (double) rows.rows());
        put(metrics, "foe_full", new Policy.FoeFull(), rehearsal);
        put(metrics, "foe_frugal", new Policy.FoeFrugal(settings.lambda(), Caps.NONE), rehearsal);
        put(metrics, "best_single", new Policy.BestSingle(), rehearsal);
        return metrics;
    }

    private static void put(Map<String, Double> metrics, String name, Policy policy, Rehearsal rehearsal) {
        Outcomes outcomes = new Outcomes(name, rehearsal.test(), rehearsal.answers(policy));
        metrics.put(name + "_accuracy", outcomes.accuracy());
        metrics.put(name + "_mean_cost", outcomes.meanCost());
        metrics.put(name + "_mean_experts", outcomes.meanExperts());
    }
}
