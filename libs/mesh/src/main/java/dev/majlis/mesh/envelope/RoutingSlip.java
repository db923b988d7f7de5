package dev.majlis.mesh.envelope;

import java.util.List;
import java.util.Optional;

/**
 * The hops still to go; the first is the one that holds the record now. When the last hop has worked, its result goes to
 * the reply address. Header {@code majlis-slip}: a JSON array of {@code {"to":"<service>.<operation>","with":{…}}}
 * (architecture §2).
 */
public record RoutingSlip(List<Hop> hops) {
    public static final RoutingSlip EMPTY = new RoutingSlip(List.of());

    public RoutingSlip {
        hops = List.copyOf(hops);
    }

    public static RoutingSlip of(Hop... hops) {
        return new RoutingSlip(List.of(hops));
    }

    public Optional<Hop> current() {
        return hops.stream().findFirst();
    }

    /** What remains after the current hop. */
    public RoutingSlip rest() {
        return hops.isEmpty() ? EMPTY : new RoutingSlip(hops.subList(1, hops.size()));
    }
}
