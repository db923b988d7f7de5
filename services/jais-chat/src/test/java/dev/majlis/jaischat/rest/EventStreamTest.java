package dev.majlis.jaischat.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.jaischat.Answer;
import dev.majlis.jaischat.AnswerHead;
import dev.majlis.jaischat.Endpoint;
import dev.majlis.jaischat.RunningAnswer;
import dev.majlis.jaischat.openai.ChunkWriter;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.models.text.GenerationListener.Delta;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private final AtomicInteger cancels = new AtomicInteger();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final EventStream stream = new EventStream(3, encoder());

    @Test
    void cancelsTheAnswerOfAReaderThatIsTooFarBehind() {
        stream.follow(running());

        for (int i = 0; i < 4; i++) {
            stream.onDelta(delta());
        }

        assertThat(stream.overrun()).isTrue();
        assertThat(cancels).hasValue(1);
        assertThat(stream.poll()).isEmpty();
    }

    @Test
    void keepsRoomForTheEnd() {
        stream.follow(running());
        for (int i = 0; i < 3; i++) {
            stream.onDelta(delta());
        }

        answer.completeExceptionally(new IllegalStateException("broken"));

        assertThat(stream.overrun()).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(stream.poll()).get().isInstanceOf(StreamEvent.Text.class);
        }
        assertThat(stream.poll()).get().isInstanceOf(StreamEvent.Broken.class);
    }

    @Test
    void cancelsAnAnswerThatStartsAfterTheClientHasGone() {
        stream.close();

        stream.follow(running());

        assertThat(cancels).hasValue(1);
    }

    @Test
    void wakesTheWriterForEveryEvent() {
        var wakes = new AtomicInteger();
        stream.follow(running());
        stream.onEvent(wakes::incrementAndGet);

        stream.onDelta(delta());

        assertThat(wakes).hasValue(2);
    }

    private RunningAnswer running() {
        return new RunningAnswer() {
            @Override
            public CompletionStage<Answer> answer() {
                return answer;
            }

            @Override
            public void cancel() {
                cancels.incrementAndGet();
            }
        };
    }

    private static Delta delta() {
        return new Delta(0, "a", 1, List.of());
    }

    private static SseEncoder encoder() {
        var head = new AnswerHead("chatcmpl-1", Endpoint.CHAT, 0, "m", "fp", "", 1, false, Optional.empty(), List.of());
        return new SseEncoder(new ChunkWriter(head, false), new FailureClassifier(), "s");
    }
}
