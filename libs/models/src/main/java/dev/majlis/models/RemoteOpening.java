package dev.majlis.models;

import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.EngineParameters;
import dev.majlis.models.remote.RemoteSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Reads how a remote model is reached from its catalog entry. */
final class RemoteOpening {
    private RemoteOpening() {}

    static RemoteSettings settings(CatalogEntry entry, EngineParameters parameters, HubSettings hub) {
        URI endpoint;
        try {
            endpoint = URI.create(parameters.text("endpoint"));
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    Code.INVALID, "model '" + entry.name() + "': endpoint is no address: " + e.getMessage(), e);
        }
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null) {
            throw new ModelException(
                    Code.INVALID,
                    "model '" + entry.name() + "': endpoint must be http(s)://host[:port], not " + endpoint);
        }
        return new RemoteSettings(
                entry.name(),
                endpoint,
                parameters.text("model", entry.name()),
                token(entry, parameters.text("token-env", "")),
                entry.contextLength(),
                Duration.ofMillis(parameters.integer("connect-timeout-ms", 5_000, 1, 600_000)),
                Duration.ofMillis(parameters.integer("idle-timeout-ms", 60_000, 1, 3_600_000)),
                parameters.integer("attempts", 2, 1, 10),
                parameters.integer("max-concurrent", 256, 1, 100_000),
                hub.clock());
    }

    /** The secret stays out of the catalog: the catalog names the environment variable that holds it. */
    private static Optional<String> token(CatalogEntry entry, String variable) {
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        String token = System.getenv(variable);
        if (token == null || token.isBlank()) {
            throw new ModelException(
                    Code.INVALID, "model '" + entry.name() + "': the environment variable " + variable + " is not set");
        }
        return Optional.of(token);
    }
}
