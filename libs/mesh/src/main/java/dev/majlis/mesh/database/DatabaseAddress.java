package dev.majlis.mesh.database;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a database is.
 *
 * @param url {@code jdbc:h2:…} or {@code jdbc:postgresql:…}
 */
public record DatabaseAddress(String url, String user, String password) {
    public DatabaseAddress {
        requireNonNull(url, "url is null");
        requireNonNull(user, "user is null");
        requireNonNull(password, "password is null");
    }

    /**
     * An H2 file {@code name} below {@code folder}, which one process at a time may open. Commits are written at once: by default H2
     * takes half a second, and what was promised would be gone when the process is killed before.
     */
    public static DatabaseAddress file(Path folder, String name) {
        return new DatabaseAddress(
                "jdbc:h2:file:" + folder.toAbsolutePath().resolve(name) + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0",
                "sa",
                "");
    }

    /** The server at {@code url}, or without one the file. */
    public static DatabaseAddress of(Optional<String> url, String user, String password, Path folder, String name) {
        return url.map(server -> new DatabaseAddress(server, user, password)).orElseGet(() -> file(folder, name));
    }

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    @Override
    public String toString() {
        return url;
    }
}
