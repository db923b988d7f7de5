package dev.majlis.gateway.route;

import java.time.Instant;
import java.util.Optional;

/**
 * The routes that hold, and what became of the last look at the file.
 *
 * @param book routes that hold
 * @param loadedAt since when
 * @param sha256 of the file they came from; empty without a file
 * @param error why a newer version of the file is not used, with line and column
 */
public record RoutesState(RouteBook book, Instant loadedAt, Optional<String> sha256, Optional<String> error) {
    RoutesState withError(String message) {
        return new RoutesState(book, loadedAt, sha256, Optional.of(message));
    }
}
