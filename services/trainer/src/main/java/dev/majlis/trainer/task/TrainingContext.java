package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.trainer.data.Row;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a task gets for one job.
 *
 * @param parameters all of them, as {@link TrainingTask#parameters} gave them
 * @param seed of everything that is drawn
 * @param model name of the base model
 * @param base folder of the base model
 * @param rows reads all rows, each checked before
 * @param checkpoints folder of the run, the same after a restart
 * @param out folder for the files of the trained model; does not exist yet
 * @param threads that the engine may use
 * @param phase told when another phase begins, and how far it is where that can be counted
 * @param progress told after each update
 * @param cancelled asked often; the run then writes a checkpoint and returns
 */
public record TrainingContext(
        ObjectNode parameters,
        long seed,
        String model,
        Path base,
        Consumer<Consumer<Row>> rows,
        Path checkpoints,
        Path out,
        int threads,
        Consumer<JobPhase> phase,
        Consumer<JobProgress> progress,
        BooleanSupplier cancelled) {}
