package dev.majlis.mesh.blob;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract over the S3 protocol: PUT, GET, DELETE of objects in path style, as S3-compatible servers speak it. */
class S3BlobStoreTest extends BlobStoreContract {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private HttpServer server;
    private S3Client s3;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/bucket/", this::handle);
        server.start();
        s3 = S3Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .forcePathStyle(true)
                .region(Region.EU_CENTRAL_1)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @AfterEach
    void stop() {
        s3.close();
        server.stop(0);
    }

    @Override
    BlobStore store() {
        return new S3BlobStore(s3, "bucket", "bodies/");
    }

    @Override
    void damage(BlobRef ref) {
        objects.computeIfPresent("/bucket/bodies/" + ref.path(), (name, bytes) -> {
            byte[] damaged = bytes.clone();
            damaged[0] ^= 1;
            return damaged;
        });
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
