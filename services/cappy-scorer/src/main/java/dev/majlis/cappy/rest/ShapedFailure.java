package dev.majlis.cappy.rest;

import dev.majlis.mesh.error.ErrorShape;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemMapper;
import jakarta.ws.rs.core.Response;

/** A failure in the shape of one API, whatever path it came by. */
final class ShapedFailure {
    private ShapedFailure() {}

    /** @param shape {@code OPENAI} or {@code OIP}, whose bodies name neither path nor trace */
    static Response respond(MeshException failure, ErrorShape shape) {
        ProblemMapper.Answer answer = ProblemMapper.answer(failure, shape, null, null);
        Response.ResponseBuilder builder =
                Response.status(answer.status()).type(answer.mediaType()).entity(answer.body());
        answer.retryAfterSeconds().ifPresent(seconds -> builder.header("Retry-After", seconds));
        return builder.build();
    }
}
