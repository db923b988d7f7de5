package dev.majlis.jaischat.kafka;

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
                instruction(request.input()), answer.head().model(), candidates, AnswerWriter.write(answer));
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
