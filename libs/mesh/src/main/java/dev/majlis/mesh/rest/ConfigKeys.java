package dev.majlis.mesh.rest;

import java.util.Set;

/**
 * Keys below {@code majlis.} that a service reads by {@code @ConfigProperty}; produce one as a bean. Keys of injected
 * {@code @ConfigMapping} interfaces are known without it.
 *
 * @param keys full names; {@code *} stands for one part
 */
public record ConfigKeys(Set<String> keys) {
    public ConfigKeys {
        keys = Set.copyOf(keys);
    }
}
