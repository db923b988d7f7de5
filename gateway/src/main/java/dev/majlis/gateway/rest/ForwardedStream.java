package dev.majlis.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.gateway.chat.SseEvent;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemMapper;
import dev.majlis.mesh.rest.ForwardedAnswer;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;

/**
 * A service's event stream, passed through as it comes: an event {@code head}, then text, then an answer without a body. A service
 * that does not stream answers with the last record alone. The client's departure cancels the work.
 */
final class ForwardedStream implements Flow.Subscriber<StreamItem> {
    private static final int AHEAD = 32;

    private final Exchange exchange;
    private final Runnable over;
    private Flow.Subscription subscription;
    private boolean started;
    private boolean ended;

    ForwardedStream(Exchange exchange, Runnable over) {
        this.exchange = exchange;
        this.over = over;
        exchange.whenOver(disconnected -> {
            if (!ended) {
                finish();
                if (subscription != null) {
                    subscription.cancel();
                }
            }
        });
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        exchange.run(() -> {
            subscription = newSubscription;
            if (ended) {
                subscription.cancel();
            } else {
                subscription.request(AHEAD);
            }
        });
    }

    @Override
    public void onNext(StreamItem item) {
        exchange.run(() -> {
            if (!ended) {
                take(item);
            }
        });
    }

    @Override
    public void onError(Throwable failure) {
        exchange.run(() -> {
            if (ended) {
                return;
            }
            finish();
            if (started) {
                MeshException translated = exchange.failedWith(failure);
                String data = ProblemMapper.openAi(translated).toString();
                exchange.response()
                        .end(Buffer.buffer(SseEvent.named("error", data).bytes()));
            } else {
                exchange.fail(failure);
            }
        });
    }

    @Override
    public void onComplete() {
        exchange.run(() -> {
            if (!ended) {
                finish();
                exchange.response().end();
            }
        });
    }

    private void take(StreamItem item) {
        if (item instanceof StreamItem.End end) {
            finish();
            if (started) {
                exchange.response().end();
            } else {
                try {
                    ForwardHandler.write(exchange, end.reply().as(ForwardedAnswer.class));
                } catch (RuntimeException e) {
                    exchange.fail(e);
                }
            }
            return;
        }
        Chunk chunk = ((StreamItem.Delta) item).chunk();
        if (chunk.event() != null && "head".equals(chunk.event().path("type").asText())) {
            start(chunk.event());
        } else if (chunk.delta() != null && !chunk.delta().isEmpty()) {
            if (!started) {
                start(chunk.event());
            }
            exchange.response().write(chunk.delta());
        }
        if (exchange.response().writeQueueFull()) {
            exchange.response().drainHandler(drained -> subscription.request(1));
        } else {
            subscription.request(1);
        }
    }

    private void start(JsonNode head) {
        if (started) {
            return;
        }
        started = true;
        exchange.startEvents();
        if (head != null) {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            head.path("headers").properties().forEach(entry -> {
                List<String> values = new ArrayList<>();
                entry.getValue().forEach(value -> values.add(value.asText()));
                headers.put(entry.getKey(), values);
            });
            ForwardHandler.head(exchange, head.path("status").asInt(200), headers);
            exchange.response().setStatusCode(head.path("status").asInt(200));
        }
    }

    private void finish() {
        ended = true;
        over.run();
    }
}
