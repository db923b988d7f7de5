package dev.majlis.jaischat;

import dev.majlis.mesh.telemetry.Usage;

/** Where usage goes; must not block or fail. */
@FunctionalInterface
public interface UsageSink {
    /** Keeps nothing. */
    UsageSink NONE = usage -> {};

    void accept(Usage usage);
}
