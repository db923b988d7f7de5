package dev.majlis.trainer.data;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.trainer.error.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Data at an address of the web. Only hosts that the operator named are asked, so that nobody makes this service read addresses of
 * the inner network; redirects are not followed for the same reason.
 */
public final class WebData {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final List<String> hosts;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param hosts that may be asked; {@code http} instead of {@code https} only at the loopback address */
    public WebData(List<String> hosts) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** @throws MeshException {@code BAD_DATA} when it may not be asked */
    void check(URI url) {
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        boolean loopback = host.equals("localhost") || host.equals("127.0.0.1");
        boolean scheme = "https".equals(url.getScheme()) || (loopback && "http".equals(url.getScheme()));
        if (!scheme || url.getUserInfo() != null) {
            throw Failures.badData("/data/url", "expected an address that begins with https:// and has no user in it");
        }
        if (!hosts.contains(host)) {
            throw Failures.badData(
                    "/data/url",
                    "host '%s' is not one of majlis.trainer.data.hosts: %s"
                            .formatted(Failures.shown(host), String.join(", ", hosts)));
        }
    }

    /** Last part of the path. */
    String name(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    void fetch(URI url, Path target, long limit) throws IOException {
        check(url);
        try {
            HttpResponse<InputStream> answer = http.send(
                    HttpRequest.newBuilder(url).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = new BoundedStream(answer.body(), limit, "at the address")) {
                if (answer.statusCode() != 200) {
                    throw Failures.badData("/data/url", "the host answered " + answer.statusCode());
                }
                Files.copy(body, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "interrupted", e);
        } catch (IOException e) {
            throw Failures.badData("/data/url", "the host '%s' does not answer".formatted(url.getHost()));
        }
    }
}
