package dev.majlis.mesh.work;

import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.blob.ClaimCheck;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.producer.Producer;

/** What all workers of a process share. */
public record WorkerContext(
        MeshSettings settings,
        Producer<byte[], byte[]> producer,
        Cancellations cancellations,
        ClaimCheck claims,
        ScheduledExecutorService timer) {}
