package dev.majlis.jaischat.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.jaischat.AnswerHead;
import dev.majlis.jaischat.Endpoint;
import dev.majlis.jaischat.openai.Logprobs;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.work.Task;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.TokenLogprob;

/** Sends text to the requester as it is written. Heard on the engine's thread only. */
final class ChunkEmitter implements GenerationListener {
    private final Task<?> task;
    private final AnswerHead head;
    private final int[] offsets;
    private final boolean[] begun;

    ChunkEmitter(Task<?> task, AnswerHead head) {
        this.task = task;
        this.head = head;
        this.offsets = new int[head.n()];
        this.begun = new boolean[head.n()];
    }

    @Override
    public void onDelta(Delta delta) {
        echo(delta.choice());
        task.emit(new Chunk.Part.Text(delta.choice(), delta.text(), delta.tokens(), logprobs(delta)));
    }

    @Override
    public void onFinish(Choice choice) {
        if (choice.finish() == FinishReason.STOP || choice.finish() == FinishReason.LENGTH) {
            echo(choice.index());
            task.emit(new Chunk.Part.Finish(choice.index(), choice.finish().wireName()));
        }
    }

    private void echo(int choice) {
        if (!begun[choice]) {
            begun[choice] = true;
            head.echo().ifPresent(prompt -> task.emit(new Chunk.Part.Text(choice, prompt, 0, null)));
        }
    }

    /** In OpenAI's form of the endpoint, so that a gateway can pass it on. */
    private JsonNode logprobs(Delta delta) {
        if (!head.logprobs() || delta.logprobs().isEmpty()) {
            return null;
        }
        if (head.endpoint() == Endpoint.CHAT) {
            return Logprobs.chat(delta.logprobs(), head.eosToken());
        }
        int offset = offsets[delta.choice()];
        for (TokenLogprob token : delta.logprobs()) {
            offsets[delta.choice()] += token.text().length();
        }
        return Logprobs.text(delta.logprobs(), head.eosToken(), offset);
    }
}
