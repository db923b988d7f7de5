package dev.majlis.models.sampling.grammar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * JSON Schema to GBNF, for the part that constrains text usefully. Every text of the grammar validates; not every valid
 * text is in it: properties come in the schema's order, and properties that the schema does not name are not written.
 *
 * <p>A keyword outside this part is refused by name, never ignored.
 */
final class JsonSchemaGrammar {

    private static final Set<String> ANNOTATIONS = Set.of(
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions",
            "title",
            "description",
            "default",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly");
    private static final Set<String> KNOWN = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "enum",
            "const",
            "anyOf",
            "oneOf",
            "$ref",
            "minLength",
            "maxLength");
    private static final int MAX_DEPTH = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode schema;
    private final Map<String, String> references = new LinkedHashMap<>();
    private final StringBuilder rules = new StringBuilder();
    private int next;
    private int depth;

    private JsonSchemaGrammar(JsonNode schema) {
        this.schema = schema;
    }

    /**
     * @throws ModelException {@code INVALID} for what is no schema, {@code UNSUPPORTED} naming the keyword that is not
     *     supported
     */
    static String gbnf(String schema) {
        JsonNode node;
        try {
            node = JSON.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new ModelException(Code.INVALID, "the JSON schema is no JSON: " + e.getOriginalMessage());
        }
        var converter = new JsonSchemaGrammar(node);
        String root = converter.rule(node);
        return "root ::= " + root + "\n" + converter.rules + JsonGrammar.RULES;
    }

    /** Returns the name of a rule for this schema. */
    private String rule(JsonNode node) {
        if (node.isBoolean() && node.booleanValue()) {
            return "value";
        }
        if (!node.isObject()) {
            throw new ModelException(
                    Code.INVALID, "a JSON schema must be an object or true but is " + node.getNodeType());
        }
        if (++depth > MAX_DEPTH) {
            throw new ModelException(Code.INVALID, "the JSON schema is nested more than " + MAX_DEPTH + " deep");
        }
        refuseUnknown(node);
        String body = body(node);
        depth--;
        return define(body);
    }

    private String body(JsonNode node) {
        if (node.has("$ref")) {
            return reference(node.get("$ref").asText());
        }
        if (node.has("const")) {
            return literal(node.get("const"));
        }
        if (node.has("enum")) {
            return alternatives(node.get("enum"), this::literal);
        }
        if (node.has("anyOf")) {
            return alternatives(node.get("anyOf"), this::rule);
        }
        if (node.has("oneOf")) {
            return alternatives(node.get("oneOf"), this::rule);
        }
        JsonNode type = node.path("type");
        if (type.isArray()) {
            return alternatives(type, each -> define(typed(each.asText(), node)));
        }
        String implied = node.has("properties") ? "object" : node.has("items") ? "array" : "any";
        return typed(type.asText(implied), node);
    }

    private String typed(String type, JsonNode node) {
        return switch (type) {
            case "object" -> object(node);
            case "array" -> array(node);
            case "string" -> string(node);
            case "number", "integer", "boolean", "null" -> type;
            case "any" -> "value";
            default -> throw new ModelException(Code.INVALID, "the JSON schema has the unknown type " + type);
        };
    }

    private String string(JsonNode node) {
        if (!node.has("minLength") && !node.has("maxLength")) {
            return "string";
        }
        String most =
                node.has("maxLength") ? String.valueOf(node.get("maxLength").asInt()) : "";
        return "\"\\\"\" char{" + node.path("minLength").asInt(0) + "," + most + "} \"\\\"\"";
    }

    private String array(JsonNode node) {
        String item = node.has("items") ? rule(node.get("items")) : "value";
        int least = node.path("minItems").asInt(0);
        boolean bounded = node.has("maxItems");
        int most = node.path("maxItems").asInt(0);
        if (bounded && most < least) {
            throw new ModelException(Code.INVALID, "maxItems " + most + " is below minItems " + least);
        }
        if (bounded && most == 0) {
            return "\"[\" ws \"]\"";
        }
        String more = "(\",\" ws " + item + " ws){" + Math.max(0, least - 1) + "," + (bounded ? most - 1 : "") + "}";
        String some = item + " ws " + more;
        return "\"[\" ws " + (least == 0 ? "(" + some + ")?" : some) + " \"]\"";
    }

    private String object(JsonNode node) {
        JsonNode properties = node.path("properties");
        JsonNode others = node.path("additionalProperties");
        if (properties.isEmpty()) {
            if (others.isBoolean() && !others.booleanValue()) {
                return "\"{\" ws \"}\"";
            }
            if (!others.isObject()) {
                return "object";
            }
            String member = define("string ws \":\" ws " + rule(others) + " ws");
            return "\"{\" ws (" + member + " (\",\" ws " + member + ")*)? \"}\"";
        }
        Set<String> required = new TreeSet<>();
        node.path("required").forEach(name -> required.add(name.asText()));
        var names = new ArrayList<String>();
        properties.fieldNames().forEachRemaining(names::add);
        for (String name : required) {
            if (!names.contains(name)) {
                throw new ModelException(
                        Code.UNSUPPORTED, "required names " + name + ", which properties does not define");
            }
        }
        return "\"{\" ws " + members(properties, names, required) + " \"}\"";
    }

    /** From the last property to the first: what may follow when none, or when some, has been written already. */
    private String members(JsonNode properties, List<String> names, Set<String> required) {
        String first = define("\"\"");
        String later = first;
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = names.get(i);
            String member = define(literal(JSON.getNodeFactory().textNode(name)) + " ws \":\" ws "
                    + rule(properties.get(name)) + " ws");
            String written = member + " " + later;
            String writtenLater = "\",\" ws " + written;
            if (required.contains(name)) {
                first = define(written);
                later = define(writtenLater);
            } else {
                first = define(written + " | " + first);
                later = define(writtenLater + " | " + later);
            }
        }
        return first;
    }

    private String reference(String pointer) {
        String known = references.get(pointer);
        if (known != null) {
            return known;
        }
        if (!pointer.startsWith("#")) {
            throw new ModelException(Code.UNSUPPORTED, "$ref " + pointer + " leads outside the JSON schema");
        }
        JsonNode target = pointer.equals("#") ? schema : schema.at(pointer.substring(1));
        if (target.isMissingNode()) {
            throw new ModelException(Code.INVALID, "$ref " + pointer + " leads nowhere in the JSON schema");
        }
        String name = "ref" + next++;
        references.put(pointer, name);
        String body = rule(target);
        rules.append(name).append(" ::= ").append(body).append('\n');
        return name;
    }

    private String alternatives(JsonNode nodes, Function<JsonNode, String> form) {
        if (!nodes.isArray() || nodes.isEmpty()) {
            throw new ModelException(Code.INVALID, "enum, anyOf, oneOf and a list of types need at least one entry");
        }
        return StreamSupport.stream(nodes.spliterator(), false).map(form).collect(Collectors.joining(" | "));
    }

    private String literal(JsonNode value) {
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String define(String body) {
        String name = "s" + next++;
        rules.append(name).append(" ::= ").append(body).append('\n');
        return name;
    }

    private static void refuseUnknown(JsonNode node) {
        node.fieldNames().forEachRemaining(keyword -> {
            if (!KNOWN.contains(keyword) && !ANNOTATIONS.contains(keyword)) {
                throw new ModelException(Code.UNSUPPORTED, "the JSON schema keyword " + keyword + " is not supported");
            }
        });
    }
}
