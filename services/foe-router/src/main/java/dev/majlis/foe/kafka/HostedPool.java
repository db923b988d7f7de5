package dev.majlis.foe.kafka;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.pool.Pool;
import dev.majlis.mesh.envelope.Operation;
import java.util.List;

/**
 * A pool with its fuser and where its experts are.
 *
 * @param endpoints operation of each expert, in the order of the pool
 */
public record HostedPool(Pool pool, Council council, List<Operation> endpoints) {
    public HostedPool {
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() != pool.size()) {
            throw Failures.dimMismatch(endpoints.size() + " endpoints for " + pool.size() + " experts");
        }
    }
}
