package dev.majlis.jaischat.config;

import dev.majlis.jaischat.ChatService;
import dev.majlis.jaischat.GenerationDefaults;
import dev.majlis.jaischat.Limits;
import dev.majlis.jaischat.ModelFailures;
import dev.majlis.jaischat.PriceTable;
import dev.majlis.jaischat.TokenService;
import dev.majlis.jaischat.UsageSink;
import dev.majlis.jaischat.openai.RequestReader;
import dev.majlis.jaischat.served.ServedModel;
import dev.majlis.jaischat.served.ServedModels;
import dev.majlis.jaischat.telemetry.ChatTelemetry;
import dev.majlis.jaischat.telemetry.GenAiTelemetry;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.models.LocalModelHub;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelHub;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Puts the service together. */
@ApplicationScoped
public class Beans {

    void start(@Observes StartupEvent event, ServedModels models) {
        models.start();
    }

    @Produces
    @Singleton
    @DefaultBean
    ModelHub hub(ModelsConfig models, JaisChatConfig config, Clock clock, MeterRegistry registry) {
        var hub = LocalModelHub.builder().clock(clock).registry(registry);
        models.dir().ifPresent(hub::directory);
        models.catalog().ifPresent(hub::catalogs);
        config.threads().ifPresent(hub::threads);
        return hub.offline(models.offline()).build();
    }

    @Produces
    @Singleton
    ServedModels models(ModelHub hub, JaisChatConfig config, Clock clock) {
        return new ServedModels(hub, config.models(), model -> defaults(model, config), config.reloadPause(), clock);
    }

    void close(@Disposes ServedModels models) {
        models.close();
    }

    @Produces
    @Singleton
    Limits limits(JaisChatConfig config) {
        return new Limits(config.maxChoices(), config.maxTotalTokens(), config.defaultMaxTokens());
    }

    @Produces
    @Singleton
    ChatService service(
            ServedModels models,
            Limits limits,
            ChatTelemetry telemetry,
            UsageSink usage,
            JaisChatConfig config,
            Clock clock) {
        return new ChatService(models, limits, telemetry, usage, prices(config), clock, Beans::id);
    }

    @Produces
    @Singleton
    ChatTelemetry telemetry(OpenTelemetry openTelemetry, MeterRegistry registry, FailureClassifier failures) {
        return new GenAiTelemetry(openTelemetry, registry, failures);
    }

    @Produces
    @Singleton
    TokenService tokens(ServedModels models) {
        return new TokenService(models);
    }

    @Produces
    @Singleton
    RequestReader reader(Limits limits, JaisChatConfig config) {
        return new RequestReader(limits, config.strict());
    }

    @Produces
    @Singleton
    FailureClassifier failures() {
        return new FailureClassifier().with(ModelException.class, ModelFailures::translate);
    }

    private static String id() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static PriceTable prices(JaisChatConfig config) {
        return new PriceTable(config.prices().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new PriceTable.Price(
                                entry.getValue().promptMicros(),
                                entry.getValue().completionMicros()))));
    }

    private static GenerationDefaults defaults(ServedModel model, JaisChatConfig config) {
        GenerationDefaults own = model.defaults();
        JaisChatConfig.Sampling set = config.defaults().get(model.description().name());
        if (set == null) {
            return own;
        }
        return new GenerationDefaults(
                set.temperature().orElse(own.temperature()),
                set.topP().orElse(own.topP()),
                set.topK().orElse(own.topK()),
                set.repetitionPenalty().orElse(own.repetitionPenalty()),
                set.minTokens().orElse(own.minTokens()));
    }
}
