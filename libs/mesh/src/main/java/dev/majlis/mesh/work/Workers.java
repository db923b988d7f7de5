package dev.majlis.mesh.work;

import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.kafka.KafkaClients;
import dev.majlis.mesh.kafka.ShareGroups;
import dev.majlis.mesh.telemetry.Names.Metrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;

/** Puts a worker together: its source, its runner, its retry relay. */
public final class Workers {
    /** A third of the shortest lock a broker allows by default, 15 s. */
    private static final Duration RENEW_AFTER = Duration.ofSeconds(5);

    private static final Duration ASK_BACKLOG = Duration.ofSeconds(15);

    private Workers() {}

    /** A worker that is put together and takes nothing yet. */
    @FunctionalInterface
    public interface Prepared {
        RunningWorker start();
    }

    public static <I, O> Prepared of(
            Worker<I, O> worker,
            WorkerSettings workerSettings,
            WorkerContext context,
            KafkaClients clients,
            Admin admin) {
        return () -> start(worker, workerSettings, context, clients, admin);
    }

    /** One worker whose tasks are handled in batches. */
    public static <I, O> Prepared of(
            BatchWorker<I, O> worker,
            WorkerSettings workerSettings,
            WorkerContext context,
            KafkaClients clients,
            Admin admin) {
        return () -> {
            var batches =
                    new BatchRunner<>(worker, workerSettings, context.settings().failures());
            RunningWorker running = start(batches, workerSettings, context, clients, admin);
            return new Running(running, batches::close);
        };
    }

    private static <I, O> RunningWorker start(
            Worker<I, O> worker,
            WorkerSettings workerSettings,
            WorkerContext context,
            KafkaClients clients,
            Admin admin) {
        MeshSettings settings = context.settings();
        Operation operation = worker.operation();
        String queue = settings.topic(operation.requestsTopic());
        var runner = new WorkerRunner<>(
                worker, context, workerSettings, source(settings, operation, workerSettings, clients, admin));
        var relay = new RetryRelay(
                () -> clients.groupConsumer(settings.topic(operation + ".retry"), RetryRelay.recordsPerPoll()),
                context.producer(),
                queue,
                workerSettings.retryDelays(),
                settings.clock());
        var backlog = new Backlog(
                admin, settings.source(), settings.topic(operation.toString()), queue, context.timer(), ASK_BACKLOG);
        settings.telemetry().metrics().gauge(Metrics.BACKLOG, operation.toString(), backlog::records);
        runner.start();
        relay.start();
        return new Running(runner, () -> {
            backlog.close();
            relay.close();
        });
    }

    private static WorkSource source(
            MeshSettings settings,
            Operation operation,
            WorkerSettings workerSettings,
            KafkaClients clients,
            Admin admin) {
        String group = settings.topic(operation.toString());
        String queue = settings.topic(operation.requestsTopic());
        int maxInFlight = workerSettings.maxInFlight();
        return switch (settings.source()) {
            case SHARE -> {
                ShareGroups.startAtEarliest(admin, group);
                boolean slow = workerSettings.lanes() == maxInFlight;
                // the first lane alone keeps every thread at work; what joining lanes bring may wait for a thread
                yield new ShareGroupWorkSource(
                        records -> clients.shareConsumer(group, records),
                        queue,
                        slow ? maxInFlight : maxInFlight * 3 / 2,
                        workerSettings.lanes(),
                        RENEW_AFTER);
            }
            case GROUP ->
                new ConsumerGroupWorkSource(() -> clients.groupConsumer(group, maxInFlight), queue, maxInFlight);
        };
    }

    /** A worker with something to close after it. */
    private static final class Running implements RunningWorker {
        private final RunningWorker worker;
        private final Runnable afterwards;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Running(RunningWorker worker, Runnable afterwards) {
            this.worker = worker;
            this.afterwards = afterwards;
        }

        @Override
        public boolean ready() {
            return worker.ready();
        }

        @Override
        public void pause() {
            worker.pause();
        }

        @Override
        public void resume() {
            worker.resume();
        }

        @Override
        public int inFlight() {
            return worker.inFlight();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                worker.close();
                afterwards.run();
            }
        }
    }
}
