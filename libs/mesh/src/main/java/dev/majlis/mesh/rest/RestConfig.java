package dev.majlis.mesh.rest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of a service's HTTP rim. */
@ConfigMapping(prefix = "majlis.rest")
public interface RestConfig {

    /** Largest request body; more is answered 413 before it is parsed (platform §4.3). */
    @WithDefault("1M")
    MemorySize maxBody();
}
