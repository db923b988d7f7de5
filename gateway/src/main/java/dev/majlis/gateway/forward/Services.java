package dev.majlis.gateway.forward;

import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Services by the name their paths begin with (platform §4.1): {@code /<name>/v1/**} goes to the operation {@code rest} of the
 * service.
 */
public final class Services {
    /** Scores, reranks and speaks the Open Inference Protocol. */
    private static final String SCORER = "cappy";

    private final Map<String, Operation> byName = new TreeMap<>();

    /** @param services name of a path → name of a service, for example {@code chat → jais-chat} */
    public Services(Map<String, String> services) {
        services.forEach((name, service) -> byName.put(name, new Operation(service, "rest")));
        if (!byName.containsKey(SCORER)) {
            throw new IllegalArgumentException("services %s: 'cappy' is missing".formatted(byName.keySet()));
        }
    }

    /** @throws MeshException {@code not-found} naming the services there are */
    public Operation named(String name) {
        Operation operation = byName.get(name);
        if (operation == null) {
            String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
            throw new MeshException(
                    ProblemSlug.NOT_FOUND,
                    "service '%s' does not exist; known: %s".formatted(shown, String.join(", ", byName.keySet())));
        }
        return operation;
    }

    /** Whoever serves the rerank, score and Open Inference Protocol paths. */
    public Operation scorer() {
        return byName.get(SCORER);
    }

    public Collection<Operation> operations() {
        return byName.values();
    }
}
