package dev.majlis.cappy.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * The conventional paths also below {@code /cappy/v1/}, which is what the gateway forwards: {@code /cappy/v1/rerank} is {@code
 * /rerank}, {@code /cappy/v1/v2/models/m} is {@code /v2/models/m}. ({@code /cappy/v1/score} has its own resource.)
 */
@ApplicationScoped
class CappyPrefix {
    private static final Pattern CONVENTIONAL =
            Pattern.compile("/cappy/v1(/(?:rerank|predict|info|health|v1/rerank|v1/score|v2|v2/.*))");

    @ServerRequestFilter(preMatching = true)
    void strip(ContainerRequestContext request) {
        Matcher path = CONVENTIONAL.matcher(request.getUriInfo().getRequestUri().getRawPath());
        if (path.matches()) {
            request.setRequestUri(UriBuilder.fromUri(request.getUriInfo().getRequestUri())
                    .replacePath(path.group(1))
                    .build());
        }
    }
}
