package dev.majlis.foe.job;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How jobs of one kind are done. Thread-safe. */
public interface JobWork {
    JobKind kind();

    /**
     * Does it, from where an earlier attempt has come. What was done before is not done again.
     *
     * @return the job's result
     * @throws JobStopped when {@link JobContext#check} says so
     * @throws dev.majlis.mesh.error.MeshException why it cannot be done
     */
    ObjectNode run(JobContext context);
}
