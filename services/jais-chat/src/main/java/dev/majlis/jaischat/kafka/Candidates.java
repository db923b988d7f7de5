package dev.majlis.jaischat.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.Answer;
import dev.majlis.jaischat.CompletionRequest;
import dev.majlis.jaischat.PromptInput;
import dev.majlis.jaischat.openai.AnswerWriter;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.Choice;
import java.util.List;

/** Makes an answer into candidates for a scorer. */
final class Candidates {
    private Candidates() {}

    static CandidateSet of(CompletionRequest request, Answer answer) {
        List<Candidate> candidates =
                answer.choices().stream().map(Candidates::candidate).toList();
        return new CandidateSet(
                instruction(request.input()), answer.head().model(), candidates, completion(answer, candidates));
    }

    /** The answer, each choice with what the requester is told about it: the verdict carries this and not the candidates. */
    private static JsonNode completion(Answer answer, List<Candidate> candidates) {
        JsonNode completion = AnswerWriter.write(answer);
        for (JsonNode choice : completion.path("choices")) {
            Candidate candidate = candidates.get(choice.path("index").asInt());
            ((ObjectNode) choice)
                    .putObject("majlis")
                    .put("tokens", candidate.tokens())
                    .put("log_likelihood_sum", candidate.logLikelihoodSum())
                    .put("log_likelihood_mean", candidate.logLikelihoodMean());
        }
        return completion;
    }

    private static Candidate candidate(Choice choice) {
        return new Candidate(
                choice.index(),
                choice.text(),
                choice.finish().wireName(),
                choice.tokens(),
                known(choice.logLikelihoodSum()),
                known(choice.logLikelihoodMean()));
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** The last question; for token ids nothing that a scorer could read. */
    private static String instruction(PromptInput input) {
        if (input instanceof PromptInput.Conversation conversation) {
            List<ChatMessage> messages = conversation.messages();
            return messages.get(messages.size() - 1).content();
        }
        return input instanceof PromptInput.Text text ? text.text() : "";
    }
}
