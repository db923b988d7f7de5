package dev.majlis.cappy.rest;

import dev.majlis.cappy.score.Activation;
import dev.majlis.cappy.score.Scored;
import jakarta.ws.rs.core.Response;

/** Conventional answers have no room for what a score means; headers say it. */
final class ScoreAnswers {
    static final String KIND = "Majlis-Score-Kind";
    static final String VERSION = "Majlis-Model-Version";
    static final String ACTIVATION = "Majlis-Score-Activation";
    static final String TRUNCATED = "Majlis-Truncated-Pairs";

    private ScoreAnswers() {}

    static Response of(Object body, Scored scored, Activation activation) {
        long truncated =
                scored.truncatedTokens().stream().filter(tokens -> tokens > 0).count();
        return Response.ok(body)
                .header(KIND, scored.model().kind().wireName())
                .header(VERSION, scored.model().version())
                .header(ACTIVATION, activation.wireName())
                .header(TRUNCATED, truncated)
                .build();
    }
}
