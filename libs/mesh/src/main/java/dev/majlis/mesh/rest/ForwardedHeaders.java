package dev.majlis.mesh.rest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which HTTP headers travel through the mesh: none that belong to one connection (RFC 9110 §7.6.1), and no secret. */
final class ForwardedHeaders {
    private static final Set<String> NEVER = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "host",
            "content-length",
            "expect",
            "authorization",
            "x-api-key",
            "cookie");

    private ForwardedHeaders() {}

    /** Lower-case names; without those that the header {@code Connection} names. */
    static Map<String, List<String>> endToEnd(Map<String, List<String>> headers) {
        Set<String> named = headers.entrySet().stream()
                .filter(entry -> "connection".equalsIgnoreCase(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .flatMap(value -> Stream.of(value.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Map<String, List<String>> kept = new TreeMap<>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith(":") && !NEVER.contains(lower) && !named.contains(lower)) {
                kept.put(lower, List.copyOf(values));
            }
        });
        return Map.copyOf(kept);
    }
}
