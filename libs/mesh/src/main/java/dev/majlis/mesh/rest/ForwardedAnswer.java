package dev.majlis.mesh.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What a service answered to a {@link ForwardedCall}: schema {@code forwarded-answer}. Of a server-sent event stream the text came
 * before as chunks, after an event {@code {"type":"head","status":…,"headers":{…}}}, and the body is empty.
 *
 * @param status HTTP status
 * @param headers lower-case names; connection headers are dropped here
 * @param body any bytes, Base64 in JSON; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForwardedAnswer(int status, Map<String, List<String>> headers, byte[] body) {

    public static final String SCHEMA = "forwarded-answer";

    public ForwardedAnswer {
        headers = headers == null ? Map.of() : ForwardedHeaders.endToEnd(headers);
    }
}
