package dev.majlis.trainer.task;

import dev.majlis.trainer.error.Failures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks by name. */
public final class TrainingTasks {
    private final Map<String, TrainingTask> byName = new LinkedHashMap<>();

    public TrainingTasks(List<TrainingTask> tasks) {
        for (TrainingTask task : tasks) {
            byName.put(task.name(), task);
            task.aliases().forEach(alias -> byName.put(alias, task));
        }
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_TASK} naming those there are */
    public TrainingTask named(String name) {
        TrainingTask task = byName.get(name);
        if (task == null) {
            throw Failures.unknownTask(name, List.copyOf(byName.keySet()));
        }
        return task;
    }
}
