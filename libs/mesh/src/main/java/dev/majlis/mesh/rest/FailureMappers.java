package dev.majlis.mesh.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemMapper;
import dev.majlis.mesh.json.JsonFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a resource, in the shape that the path wants; what is not ours becomes {@code internal} without detail. */
@ApplicationScoped
public class FailureMappers {
    private static final Logger LOG = Logger.getLogger(FailureMappers.class);

    private final FailureClassifier classifier;

    @Inject
    public FailureMappers(FailureClassifier classifier) {
        this.classifier = classifier;
    }

    @ServerExceptionMapper
    public Response mesh(MeshException failure, ContainerRequestContext request) {
        return respond(failure, request);
    }

    @ServerExceptionMapper
    public Response json(JsonProcessingException failure, ContainerRequestContext request) {
        return respond(JsonFailure.translate(failure), request);
    }

    @ServerExceptionMapper
    public Response mismatch(MismatchedInputException failure, ContainerRequestContext request) {
        return respond(JsonFailure.translate(failure), request);
    }

    @ServerExceptionMapper
    public Response definition(InvalidDefinitionException failure, ContainerRequestContext request) {
        return any(failure, request);
    }

    @ServerExceptionMapper
    public Response constraint(ConstraintViolationException failure, ContainerRequestContext request) {
        return HttpFailures.translate(failure)
                .map(translated -> respond(translated, request))
                .orElseGet(() -> any(failure, request));
    }

    /** Failures of JAX-RS itself; a response that somebody made whole is left alone. */
    @ServerExceptionMapper
    public Response web(WebApplicationException failure, ContainerRequestContext request) {
        Response made = failure.getResponse();
        if (failure.getCause() instanceof JsonProcessingException json) {
            return respond(JsonFailure.translate(json), request);
        }
        if (made.getStatus() < 400 || made.hasEntity()) {
            return made;
        }
        Response.ResponseBuilder builder =
                Response.fromResponse(respond(HttpFailures.translate(made.getStatus()), request));
        Object allow = made.getHeaders().getFirst("Allow");
        return allow == null ? builder.build() : builder.header("Allow", allow).build();
    }

    @ServerExceptionMapper
    public Response any(Throwable failure, ContainerRequestContext request) {
        MeshException translated = classifier.translate(failure);
        if (translated.status() == 500) {
            LOG.errorf(failure, "request failed: traceId=%s", traceId(request));
        }
        return respond(translated, request);
    }

    private static Response respond(MeshException failure, ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        ProblemMapper.Answer answer = ProblemMapper.answer(failure, path, traceId(request));
        Response.ResponseBuilder builder =
                Response.status(answer.status()).type(answer.mediaType()).entity(answer.body());
        answer.retryAfterSeconds().ifPresent(seconds -> builder.header("Retry-After", seconds));
        return builder.build();
    }

    private static String traceId(ContainerRequestContext request) {
        return request.getProperty(RequestFacts.PROPERTY) instanceof RequestFacts facts ? facts.traceId() : null;
    }
}
