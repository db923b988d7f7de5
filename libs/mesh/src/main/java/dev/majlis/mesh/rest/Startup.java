package dev.majlis.mesh.rest;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/** First thing at the start of a service: refuse unknown keys, and watch the launcher if there is one. */
@ApplicationScoped
public class Startup {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Set<String> COMMON = Set.of(
            "majlis.state-dir",
            "majlis.parent-pid",
            "majlis.models.dir",
            "majlis.models.catalog",
            "majlis.models.offline");

    private final SmallRyeConfig config;
    private final BeanManager beans;
    private final Instance<ConfigKeys> keys;

    @Inject
    public Startup(Config config, BeanManager beans, @Any Instance<ConfigKeys> keys) {
        this.config = config.unwrap(SmallRyeConfig.class);
        this.beans = beans;
        this.keys = keys;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        new UnknownConfigCheck(knownKeys()).check(config.getPropertyNames());
        config.getOptionalValue("majlis.parent-pid", Long.class).ifPresent(pid -> ParentWatch.exitWith(pid, PATIENCE));
    }

    private Set<String> knownKeys() {
        Set<String> known = new TreeSet<>(COMMON);
        keys.forEach(some -> known.addAll(some.keys()));
        known.addAll(mappedKeys(RestConfig.class));
        known.addAll(mappedKeys(MeshConfig.class));
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .filter(Class.class::isInstance)
                .map(type -> (Class<?>) type)
                .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                .forEach(type -> known.addAll(mappedKeys(type)));
        return known;
    }

    private static Set<String> mappedKeys(Class<?> type) {
        return ConfigMappings.getProperties(ConfigClass.configClass(type)).keySet();
    }
}
