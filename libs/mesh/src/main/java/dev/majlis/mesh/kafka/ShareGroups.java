package dev.majlis.mesh.kafka;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Settings of share groups that live in the broker. */
public final class ShareGroups {
    private static final int PATIENCE_SECONDS = 30;

    private ShareGroups() {}

    /** Lets a group begin at the earliest record, so that what was sent before its first member came is not lost. Blocks. */
    public static void startAtEarliest(Admin admin, String group) {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var earliest =
                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
        try {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest)))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new MeshException(
                    ProblemSlug.INTERNAL,
                    "share group %s could not be set up: brokers before 4.2 need majlis.mesh.worker-source=group"
                            .formatted(group),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "interrupted", e);
        }
    }
}
