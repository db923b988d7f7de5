package dev.majlis.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process under measurement: started with its output in a file, waited for, weighed, ended. */
public final class Child implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** Starts a command. */
    public static Child start(String name, Path folder, List<String> command) {
        requireNonNull(name, "name is null");
        try {
            Files.createDirectories(folder);
            Path log = folder.resolve(name + ".log");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Child(name, log, process);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + name, e);
        }
    }

    /** Starts a main class of this program's class path in its own JVM. */
    public static Child java(String name, Path folder, List<String> options, Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(javaCommand());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(name, folder, command);
    }

    /** The {@code java} that runs this program. */
    public static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A port that was free just now. */
    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    /** Waits until a GET of the address answers 2xx. */
    public Child await(String address, Duration patience) {
        Instant end = Instant.now().plus(patience);
        while (Instant.now().isBefore(end)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("%s ended with %d: see %s".formatted(name, process.exitValue(), log));
            }
            if (answers(address)) {
                return this;
            }
            pause();
        }
        throw new IllegalStateException("%s not ready within %s: see %s".formatted(name, patience, log));
    }

    /** Waits until its output holds a text. */
    public Child awaitOutput(String text, Duration patience) {
        Instant end = Instant.now().plus(patience);
        while (Instant.now().isBefore(end)) {
            if (output().contains(text)) {
                return this;
            }
            if (!process.isAlive()) {
                throw new IllegalStateException("%s ended with %d: see %s".formatted(name, process.exitValue(), log));
            }
            pause();
        }
        throw new IllegalStateException("%s did not print '%s' within %s: see %s".formatted(name, text, patience, log));
    }

    /** All it printed. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + log, e);
        }
    }

    /** Resident memory, MiB, of the process and its children. */
    public long residentMiB() {
        long kib = residentKiB(process.pid());
        kib += process.descendants()
                .mapToLong(child -> residentKiB(child.pid()))
                .sum();
        return kib >> 10;
    }

    /** Processor time that all its threads have used so far, s. */
    public double processorSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Exit code, once it has ended by itself. */
    public int join(Duration patience) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("%s did not end within %s: see %s".formatted(name, patience, log));
    }

    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }

    private static long residentKiB(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean answers(String address) {
        try {
            var request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
