package dev.majlis.mesh;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.majlis.mesh.blob.BlobStore;
import dev.majlis.mesh.blob.ClaimCheck;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.client.ClientSettings;
import dev.majlis.mesh.client.KafkaMeshClient;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.kafka.KafkaClients;
import dev.majlis.mesh.registry.KafkaModelRegistry;
import dev.majlis.mesh.registry.ModelRegistry;
import dev.majlis.mesh.topic.TopicCheck;
import dev.majlis.mesh.topic.Topics;
import dev.majlis.mesh.work.BatchWorker;
import dev.majlis.mesh.work.Cancellations;
import dev.majlis.mesh.work.RunningWorker;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerContext;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.mesh.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/** The mesh over Kafka. */
final class KafkaMesh implements Mesh {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final MeshSettings settings;
    private final KafkaClients clients;
    private final Admin admin;
    private final TopicCheck topics;
    private final Producer<byte[], byte[]> producer;
    private final Optional<BlobStore> blobs;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<String, RunningWorker> workers = new LinkedHashMap<>();
    private final KafkaMeshEvents events;

    private Cancellations cancellations;
    private KafkaMeshClient client;
    private KafkaModelRegistry registry;

    KafkaMesh(MeshSettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clients = new KafkaClients(settings);
        this.admin = clients.admin();
        this.topics = new TopicCheck(admin, settings.declareTopics());
        this.producer = clients.producer();
        this.blobs = settings.blobFolder().map(DirectoryBlobStore::new);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "mesh-timer-" + settings.service());
            thread.setDaemon(true);
            return thread;
        });
        this.timer.setRemoveOnCancelPolicy(true);
        this.events = new KafkaMeshEvents(settings, producer, topics);
    }

    @Override
    public synchronized MeshClient client() {
        if (client == null) {
            topics.ensure(List.of(Topics.replies(settings), Topics.cancel(settings)));
            Map<String, Object> kafka = new HashMap<>(settings.kafka());
            kafka.put("bootstrap.servers", settings.bootstrapServers());
            client = new KafkaMeshClient(
                    ClientSettings.of(
                            settings.service(),
                            settings.instance(),
                            settings.topicPrefix(),
                            settings.replyPartition(),
                            kafka),
                    producer,
                    blobs,
                    settings.telemetry(),
                    settings.clock(),
                    () -> UuidCreator.getTimeOrderedEpoch().toString());
        }
        return client;
    }

    @Override
    public synchronized <I, O> RunningWorker start(Worker<I, O> worker, WorkerSettings workerSettings) {
        return started(
                worker.operation(), workerSettings, Workers.of(worker, workerSettings, context(), clients, admin));
    }

    @Override
    public synchronized <I, O> RunningWorker start(BatchWorker<I, O> worker, WorkerSettings workerSettings) {
        return started(
                worker.operation(), workerSettings, Workers.of(worker, workerSettings, context(), clients, admin));
    }

    @Override
    public void require(Collection<Operation> operations) {
        List<Duration> delays = WorkerSettings.defaults().retryDelays();
        topics.ensure(operations.stream()
                .flatMap(operation -> Topics.of(operation, delays, settings).stream())
                .toList());
    }

    @Override
    public MeshEvents events() {
        return events;
    }

    @Override
    public synchronized ModelRegistry registry() {
        if (registry == null) {
            topics.ensure(List.of(KafkaModelRegistry.topic(settings)));
            registry = new KafkaModelRegistry(settings, producer, admin, clients::reader);
        }
        return registry;
    }

    @Override
    public synchronized List<String> unready() {
        List<String> reasons = new ArrayList<>();
        workers.forEach((operation, worker) -> {
            if (!worker.ready()) {
                reasons.add("worker " + operation + " takes no records");
            }
        });
        if (cancellations != null && !cancellations.ready()) {
            reasons.add("the cancel topic is not being read");
        }
        if (client != null && !client.ready()) {
            reasons.add("the reply topic is not being read");
        }
        if (registry != null && !registry.ready()) {
            reasons.add("the model registry has not been read to its end");
        }
        return reasons;
    }

    @Override
    public void close() {
        List<RunningWorker> running;
        synchronized (this) {
            running = List.copyOf(workers.values());
            workers.clear();
        }
        running.parallelStream().forEach(RunningWorker::close);
        if (client != null) {
            client.close();
        }
        if (registry != null) {
            registry.close();
        }
        if (cancellations != null) {
            cancellations.close();
        }
        producer.close(CLOSE_PATIENCE);
        timer.shutdownNow();
        admin.close(CLOSE_PATIENCE);
    }

    private RunningWorker started(Operation operation, WorkerSettings workerSettings, Workers.Prepared prepared) {
        topics.ensure(Topics.of(operation, workerSettings.retryDelays(), settings));
        RunningWorker running = prepared.start();
        workers.put(operation.toString(), running);
        return running;
    }

    private WorkerContext context() {
        if (cancellations == null) {
            topics.ensure(List.of(Topics.cancel(settings)));
            cancellations = new Cancellations(clients::reader, Topics.cancel(settings), settings.clock());
        }
        return new WorkerContext(settings, producer, cancellations, new ClaimCheck(blobs), timer);
    }
}
