package dev.majlis.models.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.io.StringReader;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Walks a YAML document and raises every complaint with file and line. */
final class YamlReader {
    private final String file;

    YamlReader(String file) {
        this.file = file;
    }

    /** @return the root mapping, or null for an empty document */
    MappingNode root(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(10);
        try {
            var yaml = new Yaml(
                    new SafeConstructor(options), new Representer(new DumperOptions()), new DumperOptions(), options);
            Node root = yaml.compose(new StringReader(text));
            return root == null ? null : mapping(root, "the document");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ModelException(Code.INVALID, file + ":" + line + ": " + e.getProblem(), e);
        }
    }

    MappingNode mapping(Node node, String what) {
        if (node instanceof MappingNode mapping) {
            return mapping;
        }
        throw wrong(node, what + " must be a mapping");
    }

    /** The mapping's values by key; an unknown key is refused with the likeliest right one. */
    Map<String, Node> fields(MappingNode mapping, Collection<String> known) {
        Map<String, Node> fields = fields(mapping);
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a key");
            if (!known.contains(key)) {
                throw wrong(tuple.getKeyNode(), "unknown key '" + key + "'" + NearestName.hint(key, known));
            }
        }
        return fields;
    }

    Map<String, Node> fields(MappingNode mapping) {
        var fields = new LinkedHashMap<String, Node>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a key");
            if (fields.put(key, tuple.getValueNode()) != null) {
                throw wrong(tuple.getKeyNode(), "key '" + key + "' appears twice");
            }
        }
        return fields;
    }

    List<Node> sequence(Node node, String what) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrong(node, what + " must be a list");
    }

    String scalar(Node node, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(node, what + " must be a single value");
    }

    long number(Node node, String what, long max) {
        String text = scalar(node, what).replace("_", "");
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(node, what + " must be a whole number, not '" + text + "'");
        }
        throw wrong(node, what + " must lie in 0 … " + max + ", not " + text);
    }

    boolean truth(Node node, String what) {
        return switch (scalar(node, what)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(node, what + " must be true or false");
        };
    }

    JsonNode json(Node node) {
        var factory = JsonNodeFactory.instance;
        if (node instanceof MappingNode mapping) {
            ObjectNode object = factory.objectNode();
            fields(mapping).forEach((key, value) -> object.set(key, json(value)));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = factory.arrayNode();
            sequence.getValue().forEach(value -> array.add(json(value)));
            return array;
        }
        String text = scalar(node, "a value");
        if (Tag.INT.equals(node.getTag())) {
            return factory.numberNode(number(node, "a number", Long.MAX_VALUE));
        }
        if (Tag.FLOAT.equals(node.getTag())) {
            return factory.numberNode(Double.parseDouble(text));
        }
        if (Tag.BOOL.equals(node.getTag())) {
            return factory.booleanNode(truth(node, "a switch"));
        }
        return Tag.NULL.equals(node.getTag()) ? factory.nullNode() : factory.textNode(text);
    }

    ModelException wrong(Node node, String what) {
        return new ModelException(
                Code.INVALID, file + ":" + (node.getStartMark().getLine() + 1) + ": " + what);
    }
}
