package dev.majlis.mesh.database;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The tables of one part of the mesh. Several parts may keep theirs in the same database: each has a history of its own.
 *
 * @param loader of the scripts, which are the resources {@code db/<name>/<script>}
 * @param name such as {@code gateway}
 * @param scripts file names of the migrations, as Flyway names them
 */
public record Tables(ClassLoader loader, String name, List<String> scripts) {
    public Tables {
        requireNonNull(loader, "loader is null");
        requireNonNull(name, "name is null");
        scripts = List.copyOf(scripts);
    }

    /** @param owner a class beside which the scripts are packaged */
    public static Tables of(Class<?> owner, String name, String... scripts) {
        return new Tables(owner.getClassLoader(), name, List.of(scripts));
    }

    String folder() {
        return "db/" + name + "/";
    }

    String history() {
        return name + "_schema_history";
    }
}
