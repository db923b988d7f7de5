package dev.majlis.gateway.route;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pool of experts as clients name it: {@code foe:<pool>} or {@code foe:<pool>:<policy>}, for example
 * {@code foe:council:foe_frugal(0.05)}. Which pools and policies there are, only the foe-router knows.
 *
 * @param policy word, with its settings in parentheses where it has some; empty for the pool's own default
 */
public record FoeName(String pool, Optional<String> policy) {
    /** What all such names begin with. */
    public static final String PREFIX = "foe:";

    static final String FORM = "foe:<pool> or foe:<pool>:<policy>, for example foe:council:foe_frugal(0.05)";

    private static final Pattern POOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern POLICY =
            Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}(\\([A-Za-z0-9 ._:,;=/\\[\\]-]{0,160}\\))?");

    public FoeName {
        requireNonNull(pool, "pool is null");
        requireNonNull(policy, "policy is null");
    }

    /** Empty for a name that is not of this form. */
    public static Optional<FoeName> of(String model) {
        if (!model.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String rest = model.substring(PREFIX.length());
        int colon = rest.indexOf(':');
        String pool = colon < 0 ? rest : rest.substring(0, colon);
        Optional<String> policy = colon < 0 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
        boolean known = isPool(pool) && policy.map(FoeName::isPolicy).orElse(true);
        return known ? Optional.of(new FoeName(pool, policy)) : Optional.empty();
    }

    static boolean isPool(String text) {
        return POOL.matcher(text).matches();
    }

    /** Whether it may be a policy: a word, and what stands in parentheses behind it. */
    public static boolean isPolicy(String text) {
        return POLICY.matcher(text).matches();
    }

    /** As clients write it. */
    public String text() {
        return PREFIX + pool + policy.map(word -> ":" + word).orElse("");
    }

    /** Parameters of the one hop that answers it. */
    ObjectNode parameters() {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("pool", pool);
        policy.ifPresent(word -> parameters.put("policy", word));
        return parameters.put("output", "openai");
    }
}
