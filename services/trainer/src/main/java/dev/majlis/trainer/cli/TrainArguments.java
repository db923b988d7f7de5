package dev.majlis.trainer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@link TrainMain} is told.
 *
 * @param task name of a task
 * @param data file of rows
 * @param out folder of the result
 * @param base name of the catalog, or a folder; not looked at by a task that starts from none
 * @param seed of everything that is drawn
 * @param parameters of the task, as far as given
 */
record TrainArguments(String task, Path data, Path out, String base, long seed, ObjectNode parameters) {
    private static final Set<String> KNOWN = Set.of("--task", "--data", "--out", "--base", "--seed", "--parameters");

    /** @throws IllegalArgumentException naming what is missing or unknown */
    static TrainArguments parse(List<String> args) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.size(); i += 2) {
            if (!KNOWN.contains(args.get(i)) || i + 1 == args.size()) {
                throw new IllegalArgumentException("'%s' is unknown or has no value".formatted(args.get(i)));
            }
            given.put(args.get(i), args.get(i + 1));
        }
        if (!given.containsKey("--data") || !given.containsKey("--out")) {
            throw new IllegalArgumentException("--data and --out are needed");
        }
        return new TrainArguments(
                given.getOrDefault("--task", "scorer"),
                Path.of(given.get("--data")),
                Path.of(given.get("--out")),
                given.getOrDefault("--base", "minilm-l6-v2"),
                seed(given.getOrDefault("--seed", "11111")),
                Json.read(given.getOrDefault("--parameters", "{}").getBytes(StandardCharsets.UTF_8), ObjectNode.class));
    }

    TrainArguments withBase(String name) {
        return new TrainArguments(task, data, out, name, seed, parameters);
    }

    private static long seed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--seed '%s' is no whole number".formatted(text), e);
        }
    }
}
