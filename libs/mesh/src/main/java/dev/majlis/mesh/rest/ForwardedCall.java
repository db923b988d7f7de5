package dev.majlis.mesh.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * An HTTP call that travels over Kafka to {@code <service>.rest}: schema {@code forwarded-call}.
 *
 * @param method {@code GET}, {@code POST} …
 * @param path absolute, as sent, without query
 * @param query as sent, without question mark; null when there is none
 * @param headers lower-case names; connection headers and secrets are dropped here
 * @param body any bytes, Base64 in JSON; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForwardedCall(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    public static final String SCHEMA = "forwarded-call";

    public ForwardedCall {
        requireNonNull(method, "method is null");
        requireNonNull(path, "path is null");
        headers = headers == null ? Map.of() : ForwardedHeaders.endToEnd(headers);
    }
}
