package dev.majlis.bench.mesh;

import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import java.util.concurrent.TimeUnit;

/** A worker process that squares numbers, slowly enough to be killed in the middle: broker and instance are the arguments. */
public final class SquareWorker {
    static final String READY = "worker ready";
    static final Operation SQUARE = new Operation("bench-kill", "square");
    private static final long WORK_MILLIS = 20;

    private SquareWorker() {}

    /** Body of request and reply. */
    record Whole(long value) {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        Mesh mesh = Mesh.connect(MeshSettings.of(args[0], SQUARE.service()).withInstance(args[1], 0));
        mesh.start(
                Worker.of(SQUARE, Whole.class, "number", task -> {
                    TimeUnit.MILLISECONDS.sleep(WORK_MILLIS);
                    return new Whole(task.input().value() * task.input().value());
                }),
                WorkerSettings.defaults().withMaxInFlight(4));
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
