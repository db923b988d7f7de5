package dev.majlis.mesh.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.majlis.mesh.client.Chunk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The chunks of one stream: numbered without gap, text of a choice gathered up to 16 tokens or 50 ms, the first text at once, a
 * heartbeat after 2 s of silence (platform §2.4). Thread-safe; after {@link #finish} nothing is written.
 */
final class ChunkWriter {
    private static final int MAX_TOKENS = 16;
    private static final long GATHER_MILLIS = 50;
    private static final long HEARTBEAT_MILLIS = 2_000;

    private final Consumer<Chunk> out;
    private final ScheduledExecutorService timer;
    private final Map<Integer, Gathered> gathered = new LinkedHashMap<>();

    private long nextSeq;
    private boolean textSent;
    private boolean finished;
    private ScheduledFuture<?> flush;
    private ScheduledFuture<?> heartbeat;

    ChunkWriter(long firstSeq, Consumer<Chunk> out, ScheduledExecutorService timer) {
        this.nextSeq = firstSeq;
        this.out = out;
        this.timer = timer;
        this.heartbeat = timer.schedule(this::beat, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    synchronized void write(Chunk.Part part) {
        if (finished) {
            return;
        }
        if (part instanceof Chunk.Part.Text text) {
            gather(text);
        } else if (part instanceof Chunk.Part.Finish end) {
            flush(end.choice());
            send(new Chunk(nextSeq, end.choice(), "", 0, end.reason(), null, null, null, null));
        } else if (part instanceof Chunk.Part.Event event) {
            flushAll();
            send(new Chunk(nextSeq, 0, "", 0, null, null, null, event.event(), null));
        }
    }

    /** Writes what is gathered and ends; returns the next number. */
    synchronized long finish() {
        if (!finished) {
            flushAll();
            finished = true;
            cancel(heartbeat);
        }
        return nextSeq;
    }

    private void gather(Chunk.Part.Text text) {
        gathered.computeIfAbsent(text.choice(), choice -> new Gathered()).add(text);
        if (!textSent || gathered.get(text.choice()).tokens >= MAX_TOKENS) {
            textSent = true;
            flush(text.choice());
        } else if (flush == null) {
            flush = timer.schedule(this::flushGathered, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void flushGathered() {
        flush = null;
        if (!finished) {
            flushAll();
        }
    }

    private void flushAll() {
        cancel(flush);
        flush = null;
        List.copyOf(gathered.keySet()).forEach(this::flush);
    }

    private void flush(int choice) {
        Gathered text = gathered.remove(choice);
        if (text != null && (text.tokens > 0 || text.delta.length() > 0)) {
            send(new Chunk(
                    nextSeq, choice, text.delta.toString(), text.tokens, null, null, text.logprobs(), null, null));
        }
    }

    private synchronized void beat() {
        if (!finished) {
            send(new Chunk(nextSeq, 0, "", 0, null, null, null, null, null));
        }
    }

    private void send(Chunk chunk) {
        out.accept(chunk);
        nextSeq++;
        cancel(heartbeat);
        heartbeat = timer.schedule(this::beat, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void cancel(ScheduledFuture<?> timed) {
        if (timed != null) {
            timed.cancel(false);
        }
    }

    private static final class Gathered {
        private final StringBuilder delta = new StringBuilder();
        private final List<JsonNode> logprobs = new ArrayList<>();
        private int tokens;

        private void add(Chunk.Part.Text text) {
            delta.append(text.delta());
            tokens += text.tokens();
            if (text.logprobs() != null) {
                logprobs.add(text.logprobs());
            }
        }

        /** One node as it came; of several arrays, one array. */
        private JsonNode logprobs() {
            if (logprobs.size() < 2) {
                return logprobs.isEmpty() ? null : logprobs.get(0);
            }
            ArrayNode all = dev.majlis.mesh.json.Json.mapper().createArrayNode();
            for (JsonNode some : logprobs) {
                if (some.isArray()) {
                    some.forEach(all::add);
                } else {
                    all.add(some);
                }
            }
            return all;
        }
    }
}
