package dev.majlis.gateway.route;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Built-in routes with the routes file over them, followed without a restart: {@link #refresh()} looks at time, length and, if
 * these changed, content. A bad file changes nothing but the error that is shown; a file that is gone takes its routes with it.
 */
public final class LiveRoutes {
    private static final Logger LOG = Logger.getLogger(LiveRoutes.class);
    private static final long MAX_BYTES = 1 << 20;

    private final List<Route> builtIn;
    private final Optional<Path> file;
    private final Clock clock;
    private volatile RoutesState state;
    private String lastSeen = "";

    /** Reads the file at once. */
    public LiveRoutes(List<Route> builtIn, Optional<Path> file, Clock clock) {
        this.builtIn = List.copyOf(builtIn);
        this.file = requireNonNull(file, "file is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.state =
                new RoutesState(new RouteBook(builtIn, List.of()), clock.instant(), Optional.empty(), Optional.empty());
        refresh();
    }

    public RoutesState state() {
        return state;
    }

    public Optional<Path> file() {
        return file;
    }

    /** Looks at the file; blocks on the disk, so not on an event loop. */
    public synchronized void refresh() {
        file.ifPresent(this::look);
    }

    private void look(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                missing();
                return;
            }
            FileTime time = Files.getLastModifiedTime(path);
            long size = Files.size(path);
            String seen = time.toMillis() + "/" + size;
            if (seen.equals(lastSeen) && clock.millis() - time.toMillis() > 3_000) {
                return; // within the resolution of file times, only the content tells
            }
            lastSeen = seen;
            if (size > MAX_BYTES) {
                refuse(path, "file has %d bytes, the limit is %d".formatted(size, MAX_BYTES));
                return;
            }
            load(path, Files.readAllBytes(path));
        } catch (IOException e) {
            refuse(path, "cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private void load(Path path, byte[] bytes) {
        Optional<String> sha256 = Optional.of(sha256(bytes));
        RoutesState now = state;
        if (sha256.equals(now.sha256())) {
            state = new RoutesState(now.book(), now.loadedAt(), sha256, Optional.empty());
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
            List<Route> routes = RoutesFile.parse(text);
            state = new RoutesState(new RouteBook(builtIn, routes), clock.instant(), sha256, Optional.empty());
            LOG.infof("routes: %d read from %s", routes.size(), path);
        } catch (RoutesFileException e) {
            refuse(path, e.getMessage());
        } catch (CharacterCodingException e) {
            refuse(path, "is not UTF-8");
        }
    }

    private void missing() {
        lastSeen = "";
        if (state.sha256().isPresent() || state.error().isPresent()) {
            state = new RoutesState(
                    new RouteBook(builtIn, List.of()), clock.instant(), Optional.empty(), Optional.empty());
            LOG.info("routes: the file is gone, only built-in routes are left");
        }
    }

    private void refuse(Path path, String message) {
        if (!state.error().equals(Optional.of(message))) {
            LOG.errorf("routes: %s is not used, the old routes stay: %s", path, message);
        }
        state = state.withError(message);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
