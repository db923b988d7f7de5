package dev.majlis.gateway.answer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.gateway.chat.AnswerContext;
import dev.majlis.gateway.chat.BestOfAnswer;
import dev.majlis.gateway.chat.FoeDecision;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.ForwardedAnswer;
import java.util.List;
import java.util.Map;

/** How the reply to a call becomes the answer to a client; travels with a job, so that another gateway can write it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "form")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AnswerForm.Completion.class, name = "completion"),
    @JsonSubTypes.Type(value = AnswerForm.Forwarded.class, name = "forwarded")
})
public sealed interface AnswerForm {

    /** @param reply body of the mesh's reply */
    StoredAnswer answer(byte[] reply);

    /** What an answer says in its head besides: name and value. */
    default Map<String, String> headers(StoredAnswer answer) {
        return Map.of();
    }

    /** An OpenAI answer: the model service's own, one made from a verdict, or one with a decision of the foe-router. */
    record Completion(AnswerContext context) implements AnswerForm {
        @Override
        public StoredAnswer answer(byte[] reply) {
            return new StoredAnswer(200, "application/json", body(reply));
        }

        private byte[] body(byte[] reply) {
            if (context.judged()) {
                return Json.write(BestOfAnswer.write(context, Json.read(reply, Verdict.class)));
            }
            return context.foe() ? Json.write(FoeDecision.write(context, Json.read(reply, ObjectNode.class))) : reply;
        }

        @Override
        public Map<String, String> headers(StoredAnswer answer) {
            if (!context.foe() || answer.status() != 200) {
                return Map.of();
            }
            return FoeDecision.of(answer.body())
                    .map(decision -> Map.of(FoeDecision.HEADER, decision.header()))
                    .orElse(Map.of());
        }
    }

    /** What a service answered to a forwarded HTTP call. */
    record Forwarded() implements AnswerForm {
        @Override
        public StoredAnswer answer(byte[] reply) {
            ForwardedAnswer answer = Json.read(reply, ForwardedAnswer.class);
            String type = answer.headers()
                    .getOrDefault("content-type", List.of("application/octet-stream"))
                    .get(0);
            return new StoredAnswer(answer.status(), type, answer.body() == null ? new byte[0] : answer.body());
        }
    }
}
