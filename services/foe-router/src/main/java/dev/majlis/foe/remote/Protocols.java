package dev.majlis.foe.remote;

import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.expert.Protocol;

/** The protocol of each kind of endpoint. */
public final class Protocols {
    private Protocols() {}

    public static Protocol of(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.MeshChat chat) {
            return new ChatProtocol(chat.terms());
        }
        if (endpoint instanceof Endpoint.OpenAi openAi) {
            return new ChatProtocol(openAi.terms());
        }
        if (endpoint instanceof Endpoint.MeshScore score) {
            return new ScoreProtocol(score.model());
        }
        if (endpoint instanceof Endpoint.OpenInference inference) {
            return new InferenceProtocol(inference.input(), inference.output());
        }
        if (endpoint instanceof Endpoint.DjlServing) {
            return new PredictionProtocol();
        }
        return new ExpertProtocol();
    }
}
