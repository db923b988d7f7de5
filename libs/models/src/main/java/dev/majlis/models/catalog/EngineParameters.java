package dev.majlis.models.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Typed reading of {@link CatalogEntry#parameters()}; a key that no engine asked for is a mistake and is refused. */
public final class EngineParameters {
    private final CatalogEntry entry;
    private final Set<String> asked = new TreeSet<>();

    public EngineParameters(CatalogEntry entry) {
        this.entry = entry;
    }

    /** @throws ModelException {@code INVALID} when it is missing */
    public String text(String key) {
        return find(key).map(JsonNode::asText).orElseThrow(() -> wrong(key, "is missing"));
    }

    public String text(String key, String otherwise) {
        return find(key).map(JsonNode::asText).orElse(otherwise);
    }

    /** @throws ModelException {@code INVALID} when it is no whole number from min to max */
    public int integer(String key, int otherwise, int min, int max) {
        Optional<JsonNode> value = find(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        JsonNode node = value.get();
        if (!node.isIntegralNumber() || node.asLong() < min || node.asLong() > max) {
            throw wrong(key, "must be a whole number in " + min + " … " + max + ", not " + node);
        }
        return node.asInt();
    }

    /** @throws ModelException {@code INVALID} when it is neither true nor false */
    public boolean truth(String key, boolean otherwise) {
        Optional<JsonNode> value = find(key);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw wrong(key, "must be true or false, not " + value.get());
        }
        return value.map(JsonNode::asBoolean).orElse(otherwise);
    }

    /** @throws ModelException {@code INVALID} naming a key that was never asked for, with the likeliest right one */
    public void requireAllKnown() {
        for (String key : entry.parameters().keySet()) {
            if (!asked.contains(key)) {
                throw wrong(key, "is not known to engine " + entry.engine() + NearestName.hint(key, asked));
            }
        }
    }

    private Optional<JsonNode> find(String key) {
        asked.add(key);
        return Optional.ofNullable(entry.parameters().get(key)).filter(node -> !node.isNull());
    }

    private ModelException wrong(String key, String what) {
        return new ModelException(Code.INVALID, "model '" + entry.name() + "': parameter '" + key + "' " + what);
    }
}
