package dev.majlis.foe.kafka;

import java.util.Optional;

/** The pools that are served now. Safe to share. */
public interface HostedPools {
    Optional<HostedPool> find(String pool);
}
