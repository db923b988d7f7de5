package dev.majlis.local;

import dev.majlis.local.MeshState.ProcessRef;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Broker and services of one machine: starts them, waits until they are ready, keeps them running, stops them within 20 s.
 * What runs stands in {@code state.json}.
 */
public final class Supervisor implements AutoCloseable {
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(60);
    private static final Duration SERVICE_STOP = Duration.ofSeconds(11);
    private static final Duration BROKER_STOP = Duration.ofSeconds(6);
    private static final long LOOK_MILLIS = 250;

    private final Home home;
    private final Console console;
    private final List<ChildProcess> services = new ArrayList<>();
    private final ChildProcess broker;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private volatile boolean allReady;
    private volatile boolean closing;

    Supervisor(Home home, Console console, JvmCommand commands, List<ServiceSpec> specs, int gatewayPort) {
        this.home = home;
        this.console = console;
        int brokerPort = Ports.free();
        this.broker = new ChildProcess(
                ServiceSpec.BROKER_SPEC,
                brokerPort,
                0,
                home.log(ServiceSpec.BROKER),
                () -> commands.broker(ServiceSpec.BROKER_SPEC, brokerPort),
                console,
                child -> save());
        for (ServiceSpec spec : specs) {
            int port = spec.name().equals(ServiceSpec.GATEWAY) ? gatewayPort : Ports.free();
            int management = Ports.free();
            services.add(new ChildProcess(
                    spec,
                    port,
                    management,
                    home.log(spec.name()),
                    () -> commands.service(spec, port, management, brokerPort),
                    console,
                    child -> save()));
        }
    }

    /** Starts everything and returns when all is ready. */
    void start(Duration patience) {
        Instant began = Instant.now();
        broker.start();
        awaitBroker();
        services.forEach(ChildProcess::start);
        while (!closing) {
            services.forEach(this::look);
            List<String> waiting = services.stream()
                    .filter(child -> !child.ready())
                    .map(child -> child.spec().name())
                    .toList();
            if (waiting.isEmpty()) {
                allReady = true;
                save();
                return;
            }
            Duration taken = Duration.between(began, Instant.now());
            console.live("waiting for " + String.join(", ", waiting), "· %d s".formatted(taken.toSeconds()));
            if (taken.compareTo(patience) > 0) {
                throw new LauncherException("%s not ready after %d s: see ./majlis logs %s"
                        .formatted(String.join(", ", waiting), patience.toSeconds(), waiting.get(0)));
            }
            pause();
        }
    }

    /** Keeps the processes running until {@link #close()}. */
    void supervise() throws InterruptedException {
        while (!stopped.await(1, TimeUnit.SECONDS)) {
            services.forEach(this::look);
            if (!broker.ready() && brokerAnswers()) {
                broker.markReady();
            }
            services.forEach(ChildProcess::boundLog);
            broker.boundLog();
        }
    }

    List<MeshState.ProcessState> processes() {
        List<MeshState.ProcessState> all = new ArrayList<>();
        all.add(broker.state());
        services.forEach(child -> all.add(child.state()));
        return all;
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        services.forEach(ChildProcess::stop);
        Instant end = Instant.now().plus(SERVICE_STOP);
        services.forEach(child -> child.join(positive(Duration.between(Instant.now(), end))));
        broker.stop();
        broker.join(BROKER_STOP);
        stopped.countDown();
        save();
    }

    private void awaitBroker() {
        Instant end = Instant.now().plus(BROKER_PATIENCE);
        while (!closing && Instant.now().isBefore(end)) {
            if (brokerAnswers()) {
                broker.markReady();
                return;
            }
            console.live("starting the broker", "");
            pause();
        }
        if (!closing) {
            throw new LauncherException("the broker did not start within %d s: see ./majlis logs broker"
                    .formatted(BROKER_PATIENCE.toSeconds()));
        }
    }

    /** Whether it said so since its last start: the line that says so follows the line that tells of the start. */
    private boolean brokerAnswers() {
        List<String> lines = LogTail.last(home.log(ServiceSpec.BROKER), Integer.MAX_VALUE);
        int ready = lines.lastIndexOf(BrokerMain.READY + broker.port());
        return ready >= 0
                && lines.subList(ready, lines.size()).stream()
                        .noneMatch(line -> line.startsWith(ChildProcess.startLine(ServiceSpec.BROKER)));
    }

    private void look(ChildProcess child) {
        if (!child.ready() && healthy(child)) {
            child.markReady();
        }
    }

    private boolean healthy(ChildProcess child) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/q/health/ready".formatted(child.managementPort())))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void save() {
        new MeshState(
                        ProcessRef.of(ProcessHandle.current()),
                        allReady,
                        processes().stream().collect(Collectors.toList()))
                .write(home.stateFile());
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }
}
