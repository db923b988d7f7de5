package dev.majlis.models.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A loopback file server that breaks as it is told. */
final class FlakyServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final byte[] content;

    /** What was asked for, as {@code "<path> <range or ->"}. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    volatile int status;
    volatile int breakAfter = -1;
    final AtomicInteger breaksLeft = new AtomicInteger();
    volatile int stallAfter = -1;
    volatile boolean ranges = true;
    volatile String etag = "\"v1\"";
    volatile String redirect;
    volatile String authorization;

    FlakyServer(byte[] content) throws IOException {
        this.content = content;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(exchange.getRequestURI().getPath() + " " + (range == null ? "-" : range));
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (redirect != null && !exchange.getRequestURI().getPath().startsWith("/moved")) {
            exchange.getResponseHeaders().add("Location", redirect);
            exchange.sendResponseHeaders(302, -1);
        } else if (status != 0) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            send(exchange, range);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, String range) throws IOException {
        String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        boolean partial = ranges && range != null && (ifRange == null || ifRange.equals(etag));
        int from = partial ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
        byte[] body = Arrays.copyOfRange(content, from, content.length);
        exchange.getResponseHeaders().add("ETag", etag);
        if (partial) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(partial ? 206 : 200, body.length);
        OutputStream out = exchange.getResponseBody();
        if (breaksLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            out.write(body, 0, Math.min(breakAfter, body.length));
            out.flush();
            throw new IOException("broken on purpose");
        }
        if (stallAfter >= 0) {
            out.write(body, 0, Math.min(stallAfter, body.length));
            out.flush();
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        out.write(body);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
