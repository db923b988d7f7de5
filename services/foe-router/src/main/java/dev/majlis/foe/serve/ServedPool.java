package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.RegisteredExpert;
import java.util.List;
import java.util.Optional;

/**
 * A pool as it is served now.
 *
 * @param experts in the order of the pool, with their versions of this moment
 * @param fuser that is promoted
 */
public record ServedPool(PoolRecord record, List<RegisteredExpert> experts, Optional<ServedFuser> fuser) {
    public ServedPool {
        requireNonNull(record, "record is null");
        experts = List.copyOf(experts);
        requireNonNull(fuser, "fuser is null");
    }

    /**
     * The fuser, if it may be used.
     *
     * @param allowStale whether it may although an expert has changed
     * @throws dev.majlis.mesh.error.MeshException {@code NO_FUSER}, {@code EXPERT_CHANGED}
     */
    public ServedFuser fuser(boolean allowStale) {
        ServedFuser served = fuser.orElseThrow(() -> Failures.noFuser(record.id()));
        if (!allowStale) {
            for (RegisteredExpert expert : experts) {
                String trained = served.record().versions().getOrDefault(expert.id(), "none");
                if (!trained.equals(expert.expert().version())) {
                    throw Failures.expertChanged(
                            expert.id(), trained, expert.expert().version());
                }
            }
        }
        return served;
    }
}
