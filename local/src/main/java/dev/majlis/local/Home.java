package dev.majlis.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The launcher's folders.
 *
 * @param checkout of Majlis
 * @param state everything that is written while the mesh runs; {@code .majlis} by default
 */
record Home(Path checkout, Path state) {

    Path stateFile() {
        return state.resolve("state.json");
    }

    /** Locked while a launcher is at work here. */
    Path lockFile() {
        return state.resolve("lock");
    }

    Path logs() {
        return state.resolve("logs");
    }

    Path log(String service) {
        return logs().resolve(service + ".log");
    }

    Path brokerData() {
        return state.resolve("broker");
    }

    Path databases() {
        return state.resolve("state");
    }

    Path blobs() {
        return state.resolve("blobs");
    }

    /** Files that training jobs may name. */
    Path data() {
        return state.resolve("data");
    }

    /** Hash of the sources of a service's last build that went well. */
    Path buildStamp(ServiceSpec service) {
        return state.resolve("build-" + service.name() + ".sha256");
    }

    Path serviceJar(ServiceSpec service) {
        return checkout.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** @throws LauncherException when a folder cannot be written */
    void create() {
        try {
            Files.createDirectories(logs());
            Files.createDirectories(databases());
            Files.createDirectories(blobs());
            Files.createDirectories(data());
        } catch (IOException e) {
            throw new LauncherException("cannot write %s: choose another place with --home".formatted(state), e);
        }
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
