package dev.majlis.bench.gateway;

import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;

/** A broker that runs until its process is ended: folder and port are the arguments. */
public final class BrokerProcess {
    public static final String READY = "broker ready";

    private BrokerProcess() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        var broker = KafkaBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
