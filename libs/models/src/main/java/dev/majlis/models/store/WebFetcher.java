package dev.majlis.models.store;

import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * {@code https:} and {@code hf:} sources. Continues a broken fetch by a range request that the server answers only when the
 * content is still the same ({@code If-Range}); a silence longer than the stall timeout ends an attempt. Blocking I/O with
 * {@link HttpURLConnection}, because it is the JDK's client with a read timeout on the body.
 */
final class WebFetcher implements SourceFetcher {
    private static final int MAX_REDIRECTS = 5;

    /** How long a host that could not be reached is not asked again, so that ten files cost one timeout. */
    private static final long FORGET_NANOS = Duration.ofSeconds(30).toNanos();

    private final StoreSettings settings;
    private final Map<String, Long> unreachable = new ConcurrentHashMap<>();

    WebFetcher(StoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean handles(Source source) {
        return source instanceof Source.Web || source instanceof Source.Hub;
    }

    @Override
    public boolean remote() {
        return true;
    }

    @Override
    public void fetch(Source source, Path part, long expected, LongConsumer written) throws IOException {
        URI uri = uri(source);
        Optional<String> token = source instanceof Source.Hub ? settings.hubToken() : Optional.empty();
        var resume = new ResumePoint(part, source.spec());
        long from = resume.length();
        if (expected > 0 && from >= expected) {
            return;
        }
        HttpURLConnection connection = open(uri, token, from, resume.validator());
        try {
            int status = connection.getResponseCode();
            if (status == 416) {
                resume.forget();
                throw new IOException(
                        "HTTP 416 from " + uri.getHost() + ": the part that is here does not fit; starting over");
            }
            if (status != 200 && status != 206) {
                throw new RefusedException(
                        status,
                        "HTTP " + status + " from " + connection.getURL().getHost());
            }
            boolean continues = status == 206 && startsAt(connection, from);
            if (status == 206 && !continues) {
                resume.forget();
                throw new IOException("the server sent another range than was asked for");
            }
            long length = connection.getContentLengthLong();
            long total = length < 0 ? -1 : length + (continues ? from : 0);
            if (expected > 0 && total >= 0 && total != expected) {
                resume.forget();
                throw new RefusedException(status, "the source has " + total + " bytes, the catalog says " + expected);
            }
            resume.begin(connection.getHeaderField("ETag"));
            try (InputStream in = connection.getInputStream()) {
                long end = ByteCopy.copy(bounded(in, continues ? from : 0, expected), part, continues, written);
                if (total >= 0 && end != total) {
                    throw new IOException("the connection broke after " + end + " of " + total + " bytes");
                }
            }
        } catch (SocketTimeoutException e) {
            throw new IOException(
                    "no byte from " + uri.getHost() + " for "
                            + settings.stallTimeout().toMillis() + " ms",
                    e);
        } finally {
            connection.disconnect();
        }
    }

    private URI uri(Source source) throws IOException {
        if (source instanceof Source.Hub hub) {
            String base = settings.hubEndpoint().toString().replaceAll("/+$", "");
            return allowed(URI.create(base + "/" + hub.repository() + "/resolve/" + hub.revision() + "/" + hub.path()));
        }
        return allowed(((Source.Web) source).uri());
    }

    private URI allowed(URI uri) throws IOException {
        if ("https".equals(uri.getScheme())) {
            return uri;
        }
        boolean http = "http".equals(uri.getScheme());
        if (http
                && (settings.plainHttp() || InetAddress.getByName(uri.getHost()).isLoopbackAddress())) {
            return uri;
        }
        throw new RefusedException(
                0,
                http
                        ? "plain http is only allowed for loopback addresses (or with plainHttp)"
                        : "scheme " + uri.getScheme() + " is not allowed");
    }

    private HttpURLConnection open(URI uri, Optional<String> token, long from, Optional<String> validator)
            throws IOException {
        URI next = uri;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpURLConnection connection = (HttpURLConnection) next.toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout((int) settings.connectTimeout().toMillis());
            connection.setReadTimeout((int) settings.stallTimeout().toMillis());
            connection.setRequestProperty("User-Agent", "majlis-models");
            connection.setRequestProperty("Accept-Encoding", "identity");
            if (from > 0) {
                connection.setRequestProperty("Range", "bytes=" + from + "-");
                validator.ifPresent(etag -> connection.setRequestProperty("If-Range", etag));
            }
            // the token is for the endpoint alone, never for the storage host it redirects to
            if (token.isPresent() && next.getHost().equals(uri.getHost()) && next.getPort() == uri.getPort()) {
                connection.setRequestProperty("Authorization", "Bearer " + token.get());
            }
            int status = status(connection, next);
            String location = connection.getHeaderField("Location");
            if (status / 100 != 3 || status == 304 || location == null) {
                return connection;
            }
            connection.disconnect();
            URI target = next.resolve(location);
            if ("https".equals(next.getScheme()) && !"https".equals(target.getScheme())) {
                throw new RefusedException(status, "redirect from https to " + target.getScheme() + " refused");
            }
            next = allowed(target);
        }
        throw new RefusedException(0, "more than " + MAX_REDIRECTS + " redirects");
    }

    private int status(HttpURLConnection connection, URI uri) throws IOException {
        String host = uri.getHost() + ":" + uri.getPort();
        if (unreachable.containsKey(host) && System.nanoTime() - unreachable.get(host) < FORGET_NANOS) {
            throw new UnreachableException("host " + uri.getHost() + " could not be reached a moment ago", null);
        }
        try {
            connection.connect();
        } catch (UnknownHostException e) {
            unreachable.put(host, System.nanoTime());
            throw new UnreachableException("host " + uri.getHost() + " cannot be resolved", e);
        } catch (ConnectException | SocketTimeoutException | NoRouteToHostException e) {
            unreachable.put(host, System.nanoTime());
            throw new UnreachableException("host " + uri.getHost() + " cannot be reached: " + e.getMessage(), e);
        }
        try {
            return connection.getResponseCode();
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer from " + uri.getHost() + " in time", e);
        }
    }

    private static boolean startsAt(HttpURLConnection connection, long from) {
        String range = connection.getHeaderField("Content-Range");
        return range != null && range.toLowerCase(Locale.ROOT).startsWith("bytes " + from + "-");
    }

    private static InputStream bounded(InputStream in, long from, long expected) {
        return expected > 0 ? new LengthLimitedStream(in, expected - from) : in;
    }
}
