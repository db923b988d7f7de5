package dev.majlis.foe.job;

/** Running work was asked to stop. */
public final class JobStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean cancelled;

    /** @param cancelled false when the process ends and the job goes on after its next start */
    public JobStopped(boolean cancelled) {
        super(cancelled ? "cancelled" : "the process ends", null, false, false);
        this.cancelled = cancelled;
    }

    public boolean cancelled() {
        return cancelled;
    }
}
