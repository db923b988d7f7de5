package dev.majlis.models.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.models.catalog.CatalogEntry.ModelFile;
import dev.majlis.models.catalog.CatalogEntry.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one catalog file. */
final class CatalogReader {
    private static final Set<String> ENTRY_KEYS = Set.of(
            "task",
            "engine",
            "licence",
            "acceptance",
            "files",
            "context",
            "memory-mb",
            "template",
            "parameters",
            "default");
    private static final Set<String> FILE_KEYS = Set.of("file", "bytes", "sha256", "sources", "unverified");
    private static final Set<String> ENGINES =
            Set.of("llama.cpp", "onnxruntime", "pytorch", "openai", "djl-serving", "similarity");

    private final String file;
    private final YamlReader yaml;

    private CatalogReader(String file) {
        this.file = file;
        this.yaml = new YamlReader(file);
    }

    static Map<String, EntryDraft> read(String file, String text) {
        return new CatalogReader(file).entries(text);
    }

    private Map<String, EntryDraft> entries(String text) {
        var drafts = new LinkedHashMap<String, EntryDraft>();
        MappingNode root = yaml.root(text);
        if (root == null) {
            return drafts;
        }
        Node models = yaml.fields(root, Set.of("models")).get("models");
        if (models != null) {
            yaml.fields(yaml.mapping(models, "models")).forEach((name, node) -> drafts.put(name, entry(name, node)));
        }
        return drafts;
    }

    private EntryDraft entry(String name, Node node) {
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,99}")) {
            throw yaml.wrong(node, "model name '" + name + "' must be lower-case letters, digits, '.', '_', '-'");
        }
        Map<String, Node> fields = yaml.fields(yaml.mapping(node, name), ENTRY_KEYS);
        return new EntryDraft(
                name,
                file + ":" + (node.getStartMark().getLine() + 1),
                optional(fields, "task", this::task),
                optional(fields, "engine", this::engine),
                optional(fields, "licence", yaml::scalar),
                optional(fields, "acceptance", yaml::scalar),
                files(fields.get("files")),
                optional(fields, "context", this::integer),
                optional(fields, "memory-mb", this::integer),
                optional(fields, "template", yaml::scalar),
                parameters(fields.get("parameters")),
                optional(fields, "default", yaml::truth));
    }

    private static <T> Optional<T> optional(Map<String, Node> fields, String key, BiFunction<Node, String, T> read) {
        return Optional.ofNullable(fields.get(key)).map(node -> read.apply(node, key));
    }

    private Task task(Node node, String key) {
        String name = yaml.scalar(node, key);
        List<String> names = Stream.of(Task.values()).map(Task::wireName).toList();
        return Stream.of(Task.values())
                .filter(task -> task.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> yaml.wrong(
                        node, "unknown task '" + name + "'; one of " + names + NearestName.hint(name, names)));
    }

    private String engine(Node node, String key) {
        String name = yaml.scalar(node, key);
        if (!ENGINES.contains(name)) {
            throw yaml.wrong(
                    node,
                    "unknown engine '" + name + "'; one of "
                            + ENGINES.stream().sorted().toList() + NearestName.hint(name, ENGINES));
        }
        return name;
    }

    private int integer(Node node, String key) {
        return (int) yaml.number(node, key, Integer.MAX_VALUE);
    }

    private Map<String, JsonNode> parameters(Node node) {
        var parameters = new LinkedHashMap<String, JsonNode>();
        if (node != null) {
            yaml.fields(yaml.mapping(node, "parameters"))
                    .forEach((key, value) -> parameters.put(key, yaml.json(value)));
        }
        return parameters;
    }

    private Map<String, ModelFile> files(Node node) {
        var files = new LinkedHashMap<String, ModelFile>();
        if (node != null) {
            yaml.fields(yaml.mapping(node, "files")).forEach((role, value) -> files.put(role, file(role, value)));
        }
        return files;
    }

    private ModelFile file(String role, Node node) {
        Map<String, Node> fields = yaml.fields(yaml.mapping(node, role), FILE_KEYS);
        String name = optional(fields, "file", yaml::scalar)
                .orElseThrow(() -> yaml.wrong(node, role + " lacks the key 'file'"));
        if (!name.matches("[A-Za-z0-9][\\w.+-]{0,199}")) {
            throw yaml.wrong(fields.get("file"), "file must be a plain file name, not '" + name + "'");
        }
        String sha256 = optional(fields, "sha256", yaml::scalar).orElse("");
        long bytes = optional(fields, "bytes", (value, key) -> yaml.number(value, key, Long.MAX_VALUE))
                .orElse(0L);
        List<Source> sources = sources(node, fields.get("sources"));
        boolean unverified = optional(fields, "unverified", yaml::truth).orElse(false);
        if (sha256.isEmpty() && !unverified) {
            throw yaml.wrong(
                    node,
                    role
                            + " has no sha256: state it, or write 'unverified: true' to trust the first fetch and hold later"
                            + " ones to it");
        }
        if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
            throw yaml.wrong(fields.get("sha256"), "sha256 must be 64 lower-case hexadecimal digits");
        }
        return new ModelFile(name, bytes, sha256, sources);
    }

    private List<Source> sources(Node file, Node node) {
        if (node == null) {
            throw yaml.wrong(file, "a file lacks the key 'sources'");
        }
        var sources = new ArrayList<Source>();
        for (Node item : yaml.sequence(node, "sources")) {
            sources.add(
                    item instanceof SequenceNode parts
                            ? new Source.Parts(
                                    parts.getValue().stream().map(this::source).toList())
                            : source(item));
        }
        return sources;
    }

    private Source source(Node node) {
        try {
            return Source.parse(yaml.scalar(node, "a source"));
        } catch (IllegalArgumentException e) {
            throw yaml.wrong(node, e.getMessage());
        }
    }
}
