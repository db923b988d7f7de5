package dev.majlis.foe.rest;

import dev.majlis.foe.config.FoeConfig;
import dev.majlis.foe.error.Failures;
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

/** Refuses bodies that are too large by their length, with this service's code word: rows may be large, nothing else. */
@ApplicationScoped
class NarrowBodyLimit {
    private static final int BEFORE_THE_OTHER = 1_001;

    private final FoeConfig config;
    private final RestConfig rest;
    private final RequestHeaders headers;

    @Inject
    NarrowBodyLimit(FoeConfig config, RestConfig rest, RequestHeaders headers) {
        this.config = config;
        this.rest = rest;
        this.headers = headers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuse, BEFORE_THE_OTHER);
    }

    private void refuse(RoutingContext routing) {
        String path = routing.request().path();
        String length = routing.request().getHeader("Content-Length");
        long limit = path != null && path.endsWith("/datasets")
                ? rest.maxBody().asLongValue()
                : config.maxBody().asLongValue();
        if (length == null || !length.matches("\\d{1,18}") || Long.parseLong(length) <= limit) {
            routing.next();
            return;
        }
        RequestFacts facts = headers.facts(path, routing.request()::getHeader, Optional.empty());
        ProblemMapper.Answer answer = ProblemMapper.answer(
                Failures.tooLarge("body is %s bytes, the limit is %d bytes".formatted(length, limit)),
                path,
                facts.traceId());
        routing.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", answer.mediaType())
                .putHeader(RequestFacts.REQUEST_ID, facts.requestId())
                .end(Buffer.buffer(answer.body()));
    }
}
