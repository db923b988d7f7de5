package dev.majlis.foe.kafka;

import static org.awaitility.Awaitility.await;

import dev.majlis.foe.host.ModelFolders;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.nn.NnException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A process that hosts experts until {@link ExpertHostIT} kills it. */
final class HostMain {
    static final String READY = "the model is hosted";

    private HostMain() {}

    static ExpertHost host(Mesh mesh, Path blobs, Path cache) {
        return new ExpertHost(
                mesh,
                new ModelFolders(cache, Optional.of(ModelBlobs.in(blobs))),
                model -> true,
                base -> {
                    throw new NnException(NnException.Kind.UNSUPPORTED, "no encoder here");
                },
                Duration.ofSeconds(1));
    }

    /** Arguments: broker, instance, blob folder, cache folder, model to wait for. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        Mesh mesh = Mesh.connect(MeshSettings.of(args[0], "foe-router").withInstance(args[1], 0));
        ExpertHost host = host(mesh, Path.of(args[2]), Path.of(args[3]));
        host.follow(mesh.registry(), Duration.ofSeconds(20));
        await().forever().until(() -> host.serving().containsKey(args[4]));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
