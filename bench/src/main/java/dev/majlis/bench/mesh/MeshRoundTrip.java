package dev.majlis.bench.mesh;

import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.MeshSettings.Source;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** The same round trip through the mesh, with all it does for a record. */
final class MeshRoundTrip implements RoundTrip {
    private final Source source;
    private final Hop hop;
    private final Mesh worker;
    private final Mesh client;

    MeshRoundTrip(String bootstrapServers, Source source, WorkerSettings settings) {
        this.source = source;
        var operation = new Operation("echo-" + source.name().toLowerCase(java.util.Locale.ROOT), "echo");
        this.hop = Hop.to(operation);
        this.worker = Mesh.connect(
                MeshSettings.of(bootstrapServers, operation.service()).withSource(source));
        this.client = Mesh.connect(MeshSettings.of(bootstrapServers, "asker-" + operation.service()));
        worker.start(Worker.of(operation, byte[].class, "echo", task -> task.input()), settings);
        call(new byte[] {'1'}).toCompletableFuture().join();
    }

    @Override
    public String name() {
        return "mesh, " + (source == Source.SHARE ? "share group" : "consumer group");
    }

    @Override
    public CompletionStage<byte[]> call(byte[] body) {
        return client.client()
                .call(Call.of(hop, body, "echo", Instant.now().plus(Duration.ofSeconds(30))))
                .thenApply(Reply::body);
    }

    @Override
    public void close() {
        client.close();
        worker.close();
    }
}
