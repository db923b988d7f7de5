package dev.majlis.local;

import dev.majlis.mesh.rest.ParentWatch;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;

/** The broker as a process of its own: folder and port are the arguments. */
final class BrokerMain {
    /** Printed when the broker answers. */
    static final String READY = "broker ready on port ";

    private BrokerMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        Long parent = Long.getLong("majlis.parent-pid");
        if (parent != null) {
            ParentWatch.exitWith(parent, Duration.ofSeconds(15));
        }
        KafkaBroker broker = KafkaBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
        System.out.println(READY + broker.port());
        Thread.currentThread().join();
    }
}
