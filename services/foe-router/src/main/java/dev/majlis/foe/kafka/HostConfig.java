package dev.majlis.foe.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Which experts a process hosts beside what it routes. */
@ConfigMapping(prefix = "majlis.foe")
public interface HostConfig {

    /** Published text classifiers that are hosted: {@code all}, {@code none}, or their names. */
    @WithDefault("all")
    List<String> host();

    /** Whether a model is to be hosted here. */
    static boolean wanted(List<String> host, String model) {
        return host.contains(model) || host.equals(List.of("all"));
    }
}
