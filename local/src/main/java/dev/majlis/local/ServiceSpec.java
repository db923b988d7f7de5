package dev.majlis.local;

import java.util.List;

/**
 * A process of the mesh.
 *
 * @param name as users write it
 * @param module folder of its Maven module, relative to the checkout; empty for the broker, which is part of the launcher
 * @param heapMiB maximum heap
 * @param options more options of its JVM
 * @param needsNative whether it loads native libraries
 */
record ServiceSpec(String name, String module, int heapMiB, List<String> options, boolean needsNative) {

    static final String BROKER = "broker";
    static final String GATEWAY = "gateway";

    /** All services, in the order they are shown; a new service is one line here. */
    static final List<ServiceSpec> SERVICES = List.of(
            new ServiceSpec(GATEWAY, "gateway", 160, List.of(), false),
            new ServiceSpec("jais-chat", "services/jais-chat", 192, List.of(), true),
            new ServiceSpec("cappy-scorer", "services/cappy-scorer", 192, List.of(), true));

    /** The broker, in a JVM of its own. */
    static final ServiceSpec BROKER_SPEC = new ServiceSpec(BROKER, "", 320, List.of(), false);

    ServiceSpec {
        options = List.copyOf(options);
    }

    boolean broker() {
        return name.equals(BROKER);
    }
}
