package dev.majlis.foe.expert;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.majlis.foe.error.Failures;
import java.net.URI;
import java.util.Optional;

/** Where an expert is and how it is spoken to. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Endpoint.Hosted.class, name = "hosted"),
    @JsonSubTypes.Type(value = Endpoint.MeshExpert.class, name = "mesh"),
    @JsonSubTypes.Type(value = Endpoint.MeshChat.class, name = "mesh_chat"),
    @JsonSubTypes.Type(value = Endpoint.MeshScore.class, name = "mesh_score"),
    @JsonSubTypes.Type(value = Endpoint.OpenAi.class, name = "openai"),
    @JsonSubTypes.Type(value = Endpoint.OpenInference.class, name = "oip"),
    @JsonSubTypes.Type(value = Endpoint.DjlServing.class, name = "djl")
})
public sealed interface Endpoint {
    /** Whether it is asked at an address instead of over the mesh. */
    default boolean overHttp() {
        return false;
    }

    /** A published text classifier of the registry, asked at {@code foe-expert.<model>}, where any expert host serves it. */
    record Hosted(String model) implements Endpoint {
        public Hosted {
            requireText("/endpoint/model", model);
        }
    }

    /**
     * A worker of the mesh that takes {@code {"input": …}} and answers {@code {"probabilities": [M_k]}}, {@code {"score": x}},
     * or {@code {"text": …, "embedding": [d_k]}}.
     *
     * @param operation {@code <service>.<operation>}
     */
    record MeshExpert(String operation) implements Endpoint {
        public MeshExpert {
            requireOperation(operation);
        }
    }

    /** A chat service of the mesh, asked with a whole chat request. */
    record MeshChat(String operation, ChatTerms terms) implements Endpoint {
        public MeshChat {
            requireOperation(operation);
        }
    }

    /**
     * A scorer of pairs in the mesh; an input is {@code {"instruction": …, "response": …}}.
     *
     * @param model of the scorer; empty for its default
     */
    record MeshScore(String operation, Optional<String> model) implements Endpoint {
        public MeshScore {
            requireOperation(operation);
            model = model == null ? Optional.empty() : model;
        }
    }

    /** A server of the OpenAI API. */
    record OpenAi(URI url, ChatTerms terms) implements Endpoint {
        public OpenAi {
            requireHttp(url);
        }

        @Override
        public boolean overHttp() {
            return true;
        }
    }

    /**
     * A server of the Open Inference Protocol.
     *
     * @param url up to and without {@code /v2}
     * @param input name of the tensor {@code BYTES [n]} with the texts
     * @param output name of the tensor {@code FP32 [n, M_k]}
     */
    record OpenInference(URI url, String model, String input, String output) implements Endpoint {
        public OpenInference {
            requireHttp(url);
            requireText("/endpoint/model", model);
        }

        @Override
        public boolean overHttp() {
            return true;
        }
    }

    /** DJL Serving's {@code /predictions/<model>}, answering class names with probabilities. */
    record DjlServing(URI url, String model) implements Endpoint {
        public DjlServing {
            requireHttp(url);
            requireText("/endpoint/model", model);
        }

        @Override
        public boolean overHttp() {
            return true;
        }
    }

    private static void requireText(String field, String value) {
        if (value == null || value.isBlank()) {
            throw Failures.invalid(field, "is missing");
        }
    }

    private static void requireOperation(String operation) {
        requireText("/endpoint/operation", operation);
        if (operation.indexOf('.') < 1 || operation.endsWith(".")) {
            throw Failures.invalid("/endpoint/operation", "is '" + operation + "', must be <service>.<operation>");
        }
    }

    private static void requireHttp(URI url) {
        if (url == null
                || url.getHost() == null
                || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw Failures.invalid("/endpoint/url", "is '" + url + "', must be an http or https address");
        }
    }
}
