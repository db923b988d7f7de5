package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.data.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs of a task without a service around it. */
final class Contexts {
    private Contexts() {}

    static ObjectNode object(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), ObjectNode.class);
    }

    /** @param folder gets {@code checkpoints} and {@code out} */
    static TrainingContext of(
            ObjectNode parameters, Path base, List<String> rows, Path folder, BooleanSupplier cancelled) {
        Consumer<Consumer<Row>> reader = consumer -> {
            for (int i = 0; i < rows.size(); i++) {
                consumer.accept(new Row(i + 1L, object(rows.get(i))));
            }
        };
        return new TrainingContext(
                parameters,
                7,
                "tiny",
                base,
                reader,
                folder.resolve("checkpoints"),
                folder.resolve("out"),
                1,
                phase -> {},
                progress -> {},
                cancelled);
    }
}
