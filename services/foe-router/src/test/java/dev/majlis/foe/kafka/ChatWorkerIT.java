package dev.majlis.foe.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.chat.FakePools;
import dev.majlis.foe.chat.FoeChat;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools as steps of a chain on a real broker. */
class ChatWorkerIT {
    private static final Operation WRITER = new Operation("writer", "chat");

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static Mesh mesh;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(folder, 0);
        mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "foe-router"));
        var pools = new FakePools();
        var worker = new ChatWorker(new FoeChat(pools, pools, Clock.systemUTC()), Clock.systemUTC());
        mesh.start(worker.worker(), WorkerSettings.defaults());
        mesh.start(
                Worker.of(
                        WRITER,
                        JsonNode.class,
                        "chat-answer",
                        task -> Json.mapper()
                                .readTree(
                                        """
                        {"instruction":"Cheer","model":"m","candidates":[
                         {"index":0,"text":"dull","finish":"stop","tokens":1},
                         {"index":1,"text":"hooray!!!!!!!!","finish":"stop","tokens":2}]}""")),
                WorkerSettings.defaults());
    }

    @AfterAll
    static void stop() {
        mesh.close();
        broker.close();
    }

    @Test
    void streamsTheTextAndEndsWithTheWholeAnswer() throws Exception {
        StringBuilder text = new StringBuilder();
        JsonNode reply = stream(
                List.of(hop("{}")),
                "{\"model\":\"foe:writers\",\"messages\":[{\"role\":\"user\",\"content\":\"Why is it so long ago?\"}]}",
                text);

        assertThat(text).hasToString("Second: Why is it so long ago?");
        assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo(text.toString());
        assertThat(reply.at("/majlis/foe/expert").asText()).isEqualTo("long");
    }

    @Test
    void aPoolOfClassifiersKeepsOneOfTheTextsOfTheStepBefore() throws Exception {
        StringBuilder text = new StringBuilder();
        JsonNode reply = stream(
                List.of(Hop.to(WRITER), hop("{\"pool\":\"moods\",\"keep\":\"good\"}")), "{\"messages\":[]}", text);

        assertThat(text).hasToString("hooray!!!!!!!!");
        assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("hooray!!!!!!!!");
        assertThat(reply.at("/majlis/foe/chosen").asInt()).isEqualTo(1);
    }

    @Test
    void poolsFollowPools() throws Exception {
        JsonNode reply = stream(
                List.of(
                        hop("{\"pool\":\"writers\",\"output\":\"candidates\"}"),
                        hop("{\"pool\":\"moods\",\"keep\":\"bad\"}")),
                "{\"messages\":[{\"role\":\"user\",\"content\":\"So\"}]}",
                new StringBuilder());

        assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("First: So");
    }

    private static Hop hop(String parameters) throws Exception {
        return new Hop(ChatWorker.OPERATION, (ObjectNode) Json.mapper().readTree(parameters));
    }

    private static JsonNode stream(List<Hop> hops, String body, StringBuilder text) throws Exception {
        Call plain = Call.of(
                hops.get(0),
                Json.mapper().readTree(body),
                "chat-request",
                Instant.now().plusSeconds(60));
        Call call = new Call(
                new RoutingSlip(hops),
                plain.body(),
                plain.schema(),
                plain.tenant(),
                plain.key(),
                plain.subject(),
                plain.deadline(),
                plain.priority(),
                plain.idempotencyKey(),
                plain.correlationId());
        var whole = new CompletableFuture<JsonNode>();
        mesh.client().stream(call).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(StreamItem item) {
                if (item instanceof StreamItem.End end) {
                    whole.complete(end.reply().json());
                } else if (item instanceof StreamItem.Delta delta
                        && delta.chunk().delta() != null) {
                    text.append(delta.chunk().delta());
                }
            }

            @Override
            public void onError(Throwable failure) {
                whole.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {}
        });
        return whole.get(60, TimeUnit.SECONDS);
    }
}
