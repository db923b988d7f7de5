package dev.majlis.mesh;

import static org.awaitility.Awaitility.await;

import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.work.RunningWorker;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import java.util.concurrent.CountDownLatch;

/** A process that takes records and never finishes them: {@link CrashIT} kills it. */
final class HangingWorker {
    static final String READY = "ready";
    static final String TAKEN = "taken";

    private HangingWorker() {}

    /** Arguments: broker, service, operation. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        Mesh mesh = Mesh.connect(MeshSettings.of(args[0], args[1]).withInstance("hanging", 0));
        var never = new CountDownLatch(1);
        RunningWorker worker = mesh.start(
                Worker.of(new Operation(args[1], args[2]), byte[].class, "echo", task -> {
                    System.out.println(TAKEN);
                    never.await();
                    return task.input();
                }),
                WorkerSettings.defaults());
        await().forever().until(worker::ready);
        System.out.println(READY);
        never.await();
    }
}
