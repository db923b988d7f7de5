package dev.majlis.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps objects in memory and speaks the S3 protocol on a loopback port: PUT, GET and DELETE in path style, as S3-compatible servers
 * do. Requests without a signature are refused; signatures are not checked.
 */
public final class ObjectServer implements AutoCloseable {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final HttpServer server;

    private ObjectServer(HttpServer server) {
        this.server = server;
    }

    public static ObjectServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var started = new ObjectServer(http);
            http.createContext("/", started::handle);
            http.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code http://127.0.0.1:<port>}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Contents by {@code /<bucket>/<key>}; may be changed. */
    public Map<String, byte[]> objects() {
        return objects;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath();
        byte[] sent = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
            answer(exchange, 403, new byte[0]);
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                boolean chunked =
                        "aws-chunked".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
                objects.put(name, chunked ? unchunked(sent) : sent);
                answer(exchange, 200, new byte[0]);
            }
            case "GET" -> {
                byte[] found = objects.get(name);
                answer(exchange, found == null ? 404 : 200, found == null ? noSuchKey() : found);
            }
            default -> {
                objects.remove(name);
                answer(exchange, 204, null);
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("ETag", "\"e\"");
        exchange.sendResponseHeaders(status, body == null || body.length == 0 ? -1 : body.length);
        if (body != null && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static byte[] noSuchKey() {
        return "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>gone</Message></Error>"
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Signed chunks: {@code <hex length>;chunk-signature=…\r\n<bytes>\r\n} up to one of length 0. */
    private static byte[] unchunked(byte[] sent) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (at < sent.length) {
            int end = at;
            while (sent[end] != '\r') {
                end++;
            }
            String head = new String(sent, at, end - at, StandardCharsets.US_ASCII);
            int length = Integer.parseInt(head.split(";", 2)[0], 16);
            if (length == 0) {
                break;
            }
            content.write(sent, end + 2, length);
            at = end + 2 + length + 2;
        }
        return content.toByteArray();
    }
}
