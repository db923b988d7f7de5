package dev.majlis.cappy.rest;

import dev.majlis.cappy.error.Failures;
import dev.majlis.mesh.error.ProblemMapper;
import dev.majlis.mesh.rest.RequestFacts;
import dev.majlis.mesh.rest.RequestHeaders;
import dev.majlis.mesh.rest.RestConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Refuses bodies that are too large by their length, with this service's code word; the mesh's own check, which comes next, gives
 * none. Bodies of unknown length: {@link NamedUnicodeFaults}.
 */
@ApplicationScoped
class NamedBodyLimit {
    private static final int BEFORE_THE_OTHER = 1_001;

    private final RestConfig config;
    private final RequestHeaders headers;

    @Inject
    NamedBodyLimit(RestConfig config, RequestHeaders headers) {
        this.config = config;
        this.headers = headers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuse, BEFORE_THE_OTHER);
    }

    private void refuse(RoutingContext routing) {
        String length = routing.request().getHeader("Content-Length");
        long limit = config.maxBody().asLongValue();
        if (length == null || !length.matches("\\d{1,18}") || Long.parseLong(length) <= limit) {
            routing.next();
            return;
        }
        String path = routing.request().path();
        RequestFacts facts = headers.facts(path, routing.request()::getHeader, Optional.empty());
        ProblemMapper.Answer answer = ProblemMapper.answer(Failures.bodyTooLarge(length, limit), path, facts.traceId());
        routing.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", answer.mediaType())
                .putHeader(RequestFacts.REQUEST_ID, facts.requestId())
                .end(Buffer.buffer(answer.body()));
    }
}
