package dev.majlis.mesh.envelope;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * An operation of a service: the unit that has a work queue. Names topics, event types and groups (platform §1, §2.1).
 *
 * @param service for example {@code cappy-scorer}
 * @param name for example {@code best-of}
 */
public record Operation(String service, String name) {
    private static final Pattern PART = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    public Operation {
        requirePart("service", service);
        requirePart("name", name);
    }

    /** Work queue, without the mesh's topic prefix: {@code <service>.<name>.requests.v1}. */
    public String requestsTopic() {
        return service + "." + name + ".requests.v1";
    }

    /** Dead letters, without the prefix. */
    public String deadLetterTopic() {
        return service + "." + name + ".dlq.v1";
    }

    /** CloudEvents type: {@code majlis.<service>.<name>.<kind>.v1}. */
    public String type(String kind) {
        return "majlis." + service + "." + name + "." + kind + ".v1";
    }

    /** {@code <service>.<name>}. */
    @Override
    public String toString() {
        return service + "." + name;
    }

    private static void requirePart(String field, String value) {
        requireNonNull(value, field + " is null");
        if (!PART.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s '%s': lower-case letters and digits, joined by single dashes".formatted(field, value));
        }
    }
}
