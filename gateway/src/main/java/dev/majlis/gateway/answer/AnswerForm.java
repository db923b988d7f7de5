package dev.majlis.gateway.answer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.majlis.gateway.chat.AnswerContext;
import dev.majlis.gateway.chat.BestOfAnswer;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.ForwardedAnswer;
import java.util.List;

/** How the reply to a call becomes the answer to a client; travels with a job, so that another gateway can write it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "form")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AnswerForm.Completion.class, name = "completion"),
    @JsonSubTypes.Type(value = AnswerForm.Forwarded.class, name = "forwarded")
})
public sealed interface AnswerForm {

    /** @param reply body of the mesh's reply */
    StoredAnswer answer(byte[] reply);

    /** An OpenAI answer: the model service's own, or one made from a verdict. */
    record Completion(AnswerContext context) implements AnswerForm {
        @Override
        public StoredAnswer answer(byte[] reply) {
            byte[] body =
                    context.judged() ? Json.write(BestOfAnswer.write(context, Json.read(reply, Verdict.class))) : reply;
            return new StoredAnswer(200, "application/json", body);
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
