package dev.majlis.jaischat;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.TextEngine;
import dev.majlis.models.text.TextModel;
import dev.majlis.models.text.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A deterministic engine for tests: its tokens are characters, and it answers "a0 a1 a2 …" in words of three characters; a
 * positive temperature adds the seed's last digit. A prompt with {@code stall} writes one token and then waits to be cancelled; one
 * with {@code fail} breaks after three.
 */
public final class ScriptedEngine implements TextEngine {
    public static final int CONTEXT = 1000;
    private static final double LOGPROB = -0.5;

    private final Set<Capability> capabilities;
    private final List<GenerationRequest> requests = new ArrayList<>();
    private final AtomicInteger cancellations = new AtomicInteger();
    private final ExecutorService thread = Executors.newCachedThreadPool(task -> {
        var daemon = new Thread(task, "scripted-engine");
        daemon.setDaemon(true);
        return daemon;
    });

    public ScriptedEngine() {
        this(EnumSet.of(Capability.RENDERED_PROMPT, Capability.LOG_PROBABILITIES, Capability.TOKENIZER));
    }

    public ScriptedEngine(Set<Capability> capabilities) {
        this.capabilities = Set.copyOf(capabilities);
    }

    /** What was asked, in order. */
    public synchronized List<GenerationRequest> requests() {
        return List.copyOf(requests);
    }

    /** Running answers that were cancelled. */
    public int cancellations() {
        return cancellations.get();
    }

    public GenerationRequest lastRequest() {
        List<GenerationRequest> all = requests();
        return all.get(all.size() - 1);
    }

    @Override
    public TextModel model() {
        return new TextModel(
                "scripted",
                "script",
                CONTEXT,
                65_536,
                "none",
                "scripted",
                "fp_scripted",
                Optional.empty(),
                Optional.empty(),
                "",
                "<end>");
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        synchronized (this) {
            requests.add(request);
        }
        String prompt = text(request.prompt());
        if (prompt.contains("overload")) {
            throw new ModelException(Code.OVERLOADED, "256 requests wait already; the limit is 256");
        }
        var running = new Script(request, prompt, listener);
        thread.execute(running);
        return running;
    }

    private static String text(Prompt prompt) {
        if (prompt instanceof Prompt.Rendered rendered) {
            return rendered.text();
        }
        if (prompt instanceof Prompt.Messages messages) {
            return messages.messages().toString();
        }
        return decode(((Prompt.Tokens) prompt).ids());
    }

    @Override
    public int[] tokenize(String text, boolean parseSpecial) {
        return text.chars().toArray();
    }

    @Override
    public int countTokens(Prompt prompt) {
        return text(prompt).length();
    }

    @Override
    public String detokenize(int[] tokens) {
        return decode(tokens);
    }

    private static String decode(int[] ids) {
        var text = new StringBuilder();
        IntStream.of(ids).forEach(id -> text.append((char) id));
        return text.toString();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private final class Script implements Generation, Runnable {
        private final GenerationRequest request;
        private final String prompt;
        private final GenerationListener listener;
        private final CompletableFuture<Result> result = new CompletableFuture<>();
        private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        Script(GenerationRequest request, String prompt, GenerationListener listener) {
            this.request = request;
            this.prompt = prompt;
            this.listener = listener;
        }

        @Override
        public CompletionStage<Result> result() {
            return result;
        }

        @Override
        public void cancel() {
            if (!cancelled.isDone() && !result.isDone()) {
                cancellations.incrementAndGet();
            }
            cancelled.complete(null);
        }

        @Override
        public void run() {
            List<Choice> choices = new ArrayList<>();
            for (int i = 0; i < request.n(); i++) {
                if (prompt.contains("fail") && i == request.n() - 1) {
                    say(i, "oh ");
                    result.completeExceptionally(new ModelException(Code.ENGINE, "the script broke"));
                    return;
                }
                choices.add(prompt.contains("stall") ? stalled(i) : spoken(i));
            }
            int tokens = choices.stream().mapToInt(Choice::tokens).sum();
            var usage = new Usage(prompt.length(), Math.min(3, prompt.length()), tokens);
            var timings = new Timings(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(12));
            result.complete(new Result(choices, usage, timings));
        }

        private Choice stalled(int index) {
            say(index, "a0 ");
            FinishReason reason = FinishReason.CANCELLED;
            if (prompt.contains("deadline")) {
                reason = FinishReason.DEADLINE;
            } else {
                cancelled.join();
            }
            return ended(new Choice(index, "a0 ", reason, 1, LOGPROB, LOGPROB, logprobs(List.of("a0 "))));
        }

        private Choice spoken(int index) {
            String mark = request.sampling().temperature() == 0
                    ? "a"
                    : Long.toString(Math.floorMod(request.sampling().seed() + index, 10L));
            List<String> words = new ArrayList<>();
            FinishReason reason = FinishReason.LENGTH;
            int longest = Math.min(request.maxTokens(), 8);
            for (int i = 0; i < longest; i++) {
                String word = mark + i + " ";
                if (request.stop().stream().anyMatch(word::contains)) {
                    reason = FinishReason.STOP;
                    break;
                }
                words.add(word);
                say(index, word);
            }
            if (longest < request.maxTokens()) {
                reason = FinishReason.STOP;
            }
            int count = words.size();
            return ended(new Choice(
                    index,
                    String.join("", words),
                    reason,
                    count,
                    LOGPROB * count,
                    LOGPROB,
                    request.topLogprobs().isPresent() ? logprobs(words) : List.of()));
        }

        private void say(int index, String word) {
            listener.onDelta(new GenerationListener.Delta(
                    index, word, 1, request.topLogprobs().isPresent() ? logprobs(List.of(word)) : List.of()));
        }

        private List<TokenLogprob> logprobs(List<String> words) {
            return words.stream()
                    .map(word -> new TokenLogprob(
                            7,
                            word,
                            word.getBytes(StandardCharsets.UTF_8),
                            LOGPROB,
                            request.topLogprobs().orElse(0) == 0
                                    ? List.of()
                                    : List.of(new TokenLogprob(8, "b", new byte[] {'b'}, -1.5, List.of()))))
                    .toList();
        }

        private Choice ended(Choice choice) {
            listener.onFinish(choice);
            return choice;
        }
    }
}
