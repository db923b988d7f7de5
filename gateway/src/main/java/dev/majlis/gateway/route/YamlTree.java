package dev.majlis.gateway.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML value that knows where it stands, so that every complaint has a line and a column. */
final class YamlTree {
    private static final int MAX_CHARACTERS = 1 << 20;

    private final Node node;

    private YamlTree(Node node) {
        this.node = node;
    }

    /** Empty for a document without content. */
    static Optional<YamlTree> parse(String text) throws RoutesFileException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setMaxAliasesForCollections(20);
        try {
            return Optional.ofNullable(new Yaml(new SafeConstructor(options)).compose(new StringReader(text)))
                    .map(YamlTree::new);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new RoutesFileException(
                    mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1, e.getProblem());
        } catch (YAMLException e) {
            throw new RoutesFileException(1, 1, e.getMessage());
        }
    }

    RoutesFileException wrong(String message) {
        return new RoutesFileException(
                node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1, message);
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isText() {
        return node instanceof ScalarNode;
    }

    List<YamlTree> list(String field) throws RoutesFileException {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("'%s' must be a list".formatted(field));
        }
        return sequence.getValue().stream().map(YamlTree::new).toList();
    }

    /** The entries of a mapping; a key outside {@code allowed} is refused where it stands. */
    Map<String, YamlTree> fields(String what, Set<String> allowed) throws RoutesFileException {
        Map<String, YamlTree> fields = new LinkedHashMap<>();
        for (NodeTuple entry : mapping(what).getValue()) {
            YamlTree key = new YamlTree(entry.getKeyNode());
            String name = key.text("key");
            if (!allowed.contains(name)) {
                throw key.wrong("unknown key '%s' of %s; known: %s"
                        .formatted(
                                name,
                                what,
                                String.join(", ", allowed.stream().sorted().toList())));
            }
            if (fields.put(name, new YamlTree(entry.getValueNode())) != null) {
                throw key.wrong("key '%s' is there twice".formatted(name));
            }
        }
        return fields;
    }

    String text(String field) throws RoutesFileException {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw wrong("'%s' must be a text".formatted(field));
        }
        return scalar.getValue();
    }

    int number(String field, int least, int greatest) throws RoutesFileException {
        try {
            int value = Integer.parseInt(text(field));
            if (value >= least && value <= greatest) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong("'%s' must be a whole number from %d to %d".formatted(field, least, greatest));
        }
        throw wrong("'%s' must be from %d to %d, got %s".formatted(field, least, greatest, text(field)));
    }

    ObjectNode object(String field) throws RoutesFileException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : mapping("'" + field + "'").getValue()) {
            object.set(new YamlTree(entry.getKeyNode()).text("key"), new YamlTree(entry.getValueNode()).json());
        }
        return object;
    }

    private JsonNode json() throws RoutesFileException {
        if (node instanceof MappingNode) {
            return object("value");
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(new YamlTree(item).json());
            }
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private JsonNode scalar(ScalarNode scalar) throws RoutesFileException {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        String value = scalar.getValue();
        try {
            if (scalar.getTag().equals(Tag.INT)) {
                return factory.numberNode(Long.parseLong(value.replace("_", "")));
            }
            if (scalar.getTag().equals(Tag.FLOAT)) {
                return factory.numberNode(Double.parseDouble(value));
            }
        } catch (NumberFormatException e) {
            throw wrong("'%s' is no decimal number; quote it if it is a text".formatted(value));
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return factory.booleanNode(Set.of("true", "yes", "on").contains(value.toLowerCase(java.util.Locale.ROOT)));
        }
        return scalar.getTag().equals(Tag.NULL) ? factory.nullNode() : factory.textNode(value);
    }

    private MappingNode mapping(String what) throws RoutesFileException {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("%s must be a mapping".formatted(what));
        }
        return mapping;
    }
}
