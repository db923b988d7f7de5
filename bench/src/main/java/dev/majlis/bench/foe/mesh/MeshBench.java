package dev.majlis.bench.foe.mesh;

import dev.majlis.bench.foe.mesh.Load.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The packaged router on a real broker: its speed over REST and over Kafka, experts of which each call fails once in five, and
 * processes that are killed under load.
 */
@Command(
        name = "mesh",
        description = "The packaged router over REST and Kafka: 100 requests/s, failing experts, kills; minutes.")
public final class MeshBench implements Callable<Integer> {
    static final int CALLERS = 32;
    static final double CHANCE = 0.2;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration WARM = Duration.ofSeconds(8);
    private static final Duration CALM = Duration.ofSeconds(8);

    @Option(names = "--rate", defaultValue = "100", description = "Requests offered a second.")
    private double rate;

    @Option(names = "--seconds", defaultValue = "20", description = "Of each run with offered requests.")
    private int seconds;

    @Option(names = "--requests", defaultValue = "2000", description = "Of each run with failing experts.")
    private int requests;

    @Option(names = "--kills", defaultValue = "2", description = "Of the host and of the router.")
    private int kills;

    @Option(names = "--kill-rate", defaultValue = "20", description = "Requests a second on each way during kills.")
    private double killRate;

    private final Load load = new Load(0);
    private final ExecutorService senders = Executors.newFixedThreadPool(2);

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("majlis-bench-foe");
        Instant began = Instant.now();
        try (World world = World.start(folder)) {
            var page = new MeshPage(rate, seconds, requests, kills, killRate);
            warm(world);
            for (String policy : List.of(Asking.ALL, Asking.FEW)) {
                for (Way way : Way.values()) {
                    Asker asker = way.asker(world, new Asking(MoodPools.HOSTED, policy));
                    load.waiting(asker, CALLERS, during(WARM.dividedBy(2)));
                    Run offered = load.offered(asker, rate, during(Duration.ofSeconds(seconds)));
                    double[] before = world.processorSeconds();
                    Run waiting = load.waiting(asker, CALLERS, during(Duration.ofSeconds(seconds / 2)));
                    page.speed(way, policy, offered, waiting, before, world.processorSeconds());
                }
            }
            for (String policy : List.of(Asking.ALL, Asking.FEW)) {
                page.failing(Way.KAFKA, policy, 0, failing(world, Way.KAFKA, policy, 0));
                page.failing(Way.KAFKA, policy, CHANCE, failing(world, Way.KAFKA, policy, CHANCE));
                page.failing(Way.REST, policy, CHANCE, failing(world, Way.REST, policy, CHANCE));
            }
            try (RouterProcess host = world.host().awaitReady()) {
                page.killed("expert host", kill(world, host));
                page.killed("router", kill(world, world.router()));
            }
            page.repeated(Replies.repeated(world.brokers()));
            return page.publish(Duration.between(began, Instant.now())) ? 0 : 1;
        } finally {
            senders.shutdown();
        }
    }

    private void warm(World world) {
        for (Way way : Way.values()) {
            load.waiting(way.asker(world, new Asking(MoodPools.HOSTED, Asking.ALL)), CALLERS, during(WARM));
        }
    }

    /** Always about the same remarks, so that accuracies can be compared. */
    private Run failing(World world, Way way, String policy, double chance) {
        world.experts().fail(chance);
        var left = new AtomicInteger(requests);
        return new Load(0)
                .waiting(
                        way.asker(world, new Asking(MoodPools.FRAIL, policy)),
                        CALLERS,
                        () -> left.getAndDecrement() > 0);
    }

    /** Both ways at once, while a process is killed and started again, several times. */
    private List<Run> kill(World world, RouterProcess victim) {
        var goesOn = new AtomicBoolean(true);
        List<CompletableFuture<Run>> runs = new ArrayList<>();
        for (Way way : Way.values()) {
            Asker asker = way.asker(world, new Asking(MoodPools.HOSTED, Asking.ALL));
            runs.add(CompletableFuture.supplyAsync(() -> load.offered(asker, killRate, goesOn::get), senders));
        }
        try {
            pause();
            for (int kill = 0; kill < kills; kill++) {
                victim.killAndStart();
                victim.awaitReady();
                pause();
            }
        } finally {
            goesOn.set(false);
        }
        return runs.stream().map(CompletableFuture::join).toList();
    }

    private static BooleanSupplier during(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() < end;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a process was being killed", e);
        }
    }

    /** The two ways to ask the router. */
    enum Way {
        REST {
            @Override
            Asker asker(World world, Asking asking) {
                return new OverRest(world.router().url(), asking, PATIENCE);
            }
        },
        KAFKA {
            @Override
            Asker asker(World world, Asking asking) {
                return new OverKafka(world.mesh().client(), asking, PATIENCE);
            }
        };

        abstract Asker asker(World world, Asking asking);

        String word() {
            return this == REST ? "REST" : "Kafka";
        }
    }
}
