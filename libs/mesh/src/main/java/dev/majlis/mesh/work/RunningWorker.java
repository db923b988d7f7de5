package dev.majlis.mesh.work;

/** A worker that takes records. */
public interface RunningWorker extends AutoCloseable {

    /** Whether records are being taken (group joined, not paused). */
    boolean ready();

    /** Stops taking records until {@link #resume()}; what is in flight goes on. */
    void pause();

    void resume();

    /** Records being handled now. */
    int inFlight();

    /** Stops taking, lets work in flight finish within the drain time, releases the rest to other workers. */
    @Override
    void close();
}
