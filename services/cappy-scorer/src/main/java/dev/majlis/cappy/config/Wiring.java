package dev.majlis.cappy.config;

import dev.majlis.cappy.adaptation.Adaptations;
import dev.majlis.cappy.adaptation.Trainer;
import dev.majlis.cappy.classify.Classification;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.keyed.KeyedAnswers;
import dev.majlis.cappy.keyed.RecentAnswers;
import dev.majlis.cappy.model.GoldenPairs;
import dev.majlis.cappy.model.ScorerEvents;
import dev.majlis.cappy.model.ScorerModels;
import dev.majlis.cappy.policy.BestOf;
import dev.majlis.cappy.policy.HeadRooms;
import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.score.Backlog;
import dev.majlis.cappy.score.Calibrating;
import dev.majlis.cappy.score.Calibrations;
import dev.majlis.cappy.score.GroupScoring;
import dev.majlis.cappy.score.ListScoring;
import dev.majlis.cappy.score.PairScoring;
import dev.majlis.cappy.score.ScoreItems;
import dev.majlis.cappy.score.ScoringDefaults;
import dev.majlis.mesh.database.DatabaseAddress;
import dev.majlis.mesh.dedup.DedupStore;
import dev.majlis.mesh.dedup.JdbcDedupStore;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.models.LocalModelHub;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelHub;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the service together. */
@ApplicationScoped
public class Wiring {
    private static final String GOLDENS = "cappy-goldens";
    private static final String CALIBRATIONS = "cappy-calibrations";
    private static final int CONNECTIONS = 4;
    private static final long MOST_BYTES = 32L << 20;

    void load(@Observes StartupEvent event, ScorerModels models) {
        models.load();
    }

    @Produces
    @Singleton
    @DefaultBean
    ModelHub hub(ModelsConfig models, CappyConfig config, Clock clock, MeterRegistry registry) {
        LocalModelHub.Builder hub =
                LocalModelHub.builder().clock(clock).registry(registry).offline(models.offline());
        models.dir().ifPresent(hub::directory);
        models.catalog().ifPresent(hub::catalogs);
        if (config.threads() > 0) {
            hub.threads(config.threads());
        }
        return hub.build();
    }

    @Produces
    @Singleton
    ScorerModels models(
            ModelHub hub,
            CappyConfig config,
            ScorerEvents events,
            @ConfigProperty(name = "majlis.state-dir", defaultValue = ".majlis/state") Path stateDir) {
        return new ScorerModels(
                hub, config.models(), new GoldenPairs(stateDir.resolve(GOLDENS)), config.retryDelay(), events);
    }

    void close(@Disposes ScorerModels models) {
        models.close();
    }

    @Produces
    @Singleton
    FailureClassifier failures() {
        return new FailureClassifier().with(ModelException.class, Failures::of);
    }

    @Produces
    @Singleton
    ScoringDefaults defaults(CappyConfig config) {
        return new ScoringDefaults(config.maxCandidates(), config.overflow());
    }

    @Produces
    @Singleton
    PairScoring pairScoring(Clock clock) {
        return new PairScoring(clock, new Backlog(clock, System::nanoTime));
    }

    @Produces
    @Singleton
    GroupScoring groupScoring(PairScoring scoring, Clock clock) {
        return new GroupScoring(scoring, clock);
    }

    @Produces
    @Singleton
    ListScoring listScoring(ScorerModels models, PairScoring scoring, ScoringDefaults defaults, Clock clock) {
        return new ListScoring(models, scoring, defaults, clock);
    }

    @Produces
    @Singleton
    ScoreItems scoreItems(
            ScorerModels models, GroupScoring scoring, Calibrations calibrations, ScoringDefaults defaults) {
        return new ScoreItems(models, scoring, calibrations, defaults);
    }

    @Produces
    @Singleton
    Classification classification(
            ScorerModels models, GroupScoring scoring, Calibrations calibrations, ScoringDefaults defaults) {
        return new Classification(models, scoring, calibrations, defaults);
    }

    @Produces
    @Singleton
    Calibrations calibrations(
            @ConfigProperty(name = "majlis.state-dir", defaultValue = ".majlis/state") Path stateDir) {
        return new Calibrations(stateDir.resolve(CALIBRATIONS));
    }

    @Produces
    @Singleton
    Calibrating calibrating(
            ScorerModels models,
            PairScoring scoring,
            Calibrations calibrations,
            ScoringDefaults defaults,
            Clock clock) {
        return new Calibrating(models, scoring, calibrations, defaults, clock);
    }

    @Produces
    @Singleton
    KeyedAnswers keyedAnswers(CappyConfig config, Clock clock) {
        CappyConfig.Results results = config.results();
        return new KeyedAnswers(results.url()
                .<DedupStore>map(url -> JdbcDedupStore.open(
                        new DatabaseAddress(
                                url, results.user(), results.password().orElse("")),
                        CONNECTIONS,
                        clock))
                .orElseGet(() -> new RecentAnswers(clock, results.keys(), MOST_BYTES)));
    }

    void close(@Disposes KeyedAnswers answers) {
        answers.close();
    }

    @Produces
    @Singleton
    Adaptations adaptations(Trainer trainer) {
        return new Adaptations(trainer);
    }

    @Produces
    @Singleton
    HeadRooms headRooms(RougeL rouge) {
        return new HeadRooms(rouge);
    }

    @Produces
    @Singleton
    RougeL rouge() {
        return new RougeL();
    }

    @Produces
    @Singleton
    BestOf bestOf(ScorerModels models, PairScoring scoring, RougeL rouge, Clock clock) {
        return new BestOf(models, scoring, rouge, clock);
    }
}
