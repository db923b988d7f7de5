package dev.majlis.local;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A process of the mesh.
 *
 * @param name as users write it
 * @param module folder of its Maven module, relative to the checkout; empty for the broker, which is part of the launcher
 * @param heapMiB maximum heap
 * @param options more options of its JVM
 * @param needsNative whether it loads native libraries
 * @param usual whether it is started when nothing else is asked for
 */
record ServiceSpec(String name, String module, int heapMiB, List<String> options, boolean needsNative, boolean usual) {

    static final String BROKER = "broker";
    static final String GATEWAY = "gateway";
    static final String FOE = "foe-router";
    static final String TRAINER = "trainer";

    /** All services, in the order they are shown; a new service is one line here. */
    static final List<ServiceSpec> SERVICES = List.of(
            new ServiceSpec(GATEWAY, "gateway", 160, List.of(), false, true),
            new ServiceSpec("jais-chat", "services/jais-chat", 192, List.of(), true, true),
            new ServiceSpec("cappy-scorer", "services/cappy-scorer", 192, List.of(), true, true),
            new ServiceSpec(FOE, "services/foe-router", 256, List.of(), true, false),
            new ServiceSpec(TRAINER, "services/trainer", 512, List.of(), true, false));

    /** The broker, in a JVM of its own. */
    static final ServiceSpec BROKER_SPEC = new ServiceSpec(BROKER, "", 320, List.of(), false, true);

    ServiceSpec {
        options = List.copyOf(options);
    }

    /** @throws LauncherException naming the services there are */
    static ServiceSpec named(String name) {
        return SERVICES.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LauncherException("no service is called '%s': there are %s"
                        .formatted(
                                name, SERVICES.stream().map(ServiceSpec::name).collect(Collectors.joining(", ")))));
    }

    boolean broker() {
        return name.equals(BROKER);
    }
}
