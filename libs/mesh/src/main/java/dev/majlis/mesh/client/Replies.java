package dev.majlis.mesh.client;

import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;

/** Reads error replies. */
final class Replies {
    private Replies() {}

    /** The problem document of the body; when there is none, the slug of the header has to do. */
    static MeshException failure(Envelope reply) {
        ProblemSlug slug = reply.error().flatMap(ProblemSlug::of).orElse(ProblemSlug.INTERNAL);
        try {
            Problem problem = Json.read(reply.body(), Problem.class);
            if (problem != null && problem.type() != null) {
                return problem.toException();
            }
        } catch (MeshException e) {
            return new MeshException(slug, slug.title(), e);
        }
        return new MeshException(slug, slug.title());
    }
}
