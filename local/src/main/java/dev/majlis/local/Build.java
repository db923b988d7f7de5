package dev.majlis.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Builds the services when their sources have changed since the last build that went well. */
final class Build {
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".majlis", "node_modules", "docs");
    private static final Set<String> SOURCES = Set.of("java", "xml", "properties", "yaml", "yml", "sql", "json", "lua");
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final Home home;
    private final Console console;

    Build(Home home, Console console) {
        this.home = home;
        this.console = console;
    }

    /** @throws LauncherException when Maven is missing or the build fails; names the log */
    void ensure(List<ServiceSpec> services) {
        String sources = hash();
        List<ServiceSpec> old = services.stream()
                .filter(service ->
                        !Files.exists(home.serviceJar(service)) || !sources.equals(Home.read(home.buildStamp(service))))
                .toList();
        if (old.isEmpty()) {
            return;
        }
        run(command(old));
        for (ServiceSpec service : old) {
            try {
                Files.writeString(home.buildStamp(service), sources);
            } catch (IOException e) {
                throw new LauncherException(
                        "cannot write %s: is the disk full?".formatted(home.buildStamp(service)), e);
            }
        }
    }

    private static List<String> command(List<ServiceSpec> services) {
        List<String> command =
                new ArrayList<>(List.of("mvn", "-B", "-ntp", "-DskipTests", "-Dspotless.check.skip", "-am"));
        command.add("-pl");
        command.add(String.join(",", services.stream().map(ServiceSpec::module).toList()));
        command.add("package");
        return command;
    }

    private void run(List<String> command) {
        Path log = home.log("build");
        Instant start = Instant.now();
        try {
            Process maven = new ProcessBuilder(command)
                    .directory(home.checkout().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var interrupted = new Thread(maven::destroy, "stop-maven");
            Runtime.getRuntime().addShutdownHook(interrupted);
            while (!maven.waitFor(500, TimeUnit.MILLISECONDS)) {
                Duration taken = Duration.between(start, Instant.now());
                console.live("building", "%d s · %s".formatted(taken.toSeconds(), lastModule(log)));
                if (taken.compareTo(LIMIT) > 0) {
                    maven.destroyForcibly();
                    throw new LauncherException("the build took more than %s: see %s".formatted(LIMIT, log));
                }
            }
            Runtime.getRuntime().removeShutdownHook(interrupted);
            if (maven.exitValue() != 0) {
                throw new LauncherException("the build failed: see %s".formatted(log));
            }
            console.line("built in %d s"
                    .formatted(Duration.between(start, Instant.now()).toSeconds()));
        } catch (IOException e) {
            throw new LauncherException("Maven was not found: install Maven 3.8.6 or later and put mvn on the PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    private static String lastModule(Path log) {
        return Home.read(log)
                .lines()
                .filter(line -> line.startsWith("[INFO] Building Majlis") || line.startsWith("Downloading"))
                .reduce((first, second) -> second)
                .map(line -> line.replace("[INFO] Building ", ""))
                .orElse("Maven");
    }

    private String hash() {
        try {
            Set<Path> files = new TreeSet<>();
            Files.walkFileTree(home.checkout(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean skipped = SKIPPED.contains(folder.getFileName().toString())
                            || folder.equals(home.state())
                            || folder.endsWith(Path.of("src", "test"));
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = file.getFileName().toString();
                    if (SOURCES.contains(name.substring(name.lastIndexOf('.') + 1))) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(home.checkout().relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new LauncherException("the sources could not be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
