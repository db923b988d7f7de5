package dev.majlis.models.llama;

import static java.util.Objects.requireNonNull;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.sampling.grammar.Grammar;
import dev.majlis.models.sampling.grammar.GrammarFilter;
import dev.majlis.models.sampling.grammar.OutputGrammars;
import dev.majlis.models.sampling.grammar.TokenTexts;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.Likelihood;
import dev.majlis.models.text.OutputFormat;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.TextEngine;
import dev.majlis.models.text.TextModel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A GGUF model in this process, run by llama.cpp (llama-runtime §3). n answers to one prompt share its prefilled cells;
 * requests join and leave at every step; recent prompts stay in a prefix cache.
 *
 * <p>Thread-safe. A native fault ends the process: run it under a supervisor.
 */
public final class LlamaTextEngine implements TextEngine {

    private final TextModel description;
    private final LlamaModel model;
    private final LlamaSettings settings;
    private final int cells;
    private final WaitingQueue queue;
    private final Scheduler scheduler;
    private final Thread thread;
    private final PromptTokens prompts;
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    private LlamaTextEngine(String name, Path gguf, LlamaModel model, LlamaSettings settings, Clock clock) {
        this.model = model;
        this.settings = settings;
        int wanted = settings.contextLength() == 0 ? 8192 : settings.contextLength();
        int contextLength = Math.min(wanted, model.trainedContext());
        int threads = settings.threads() == 0 ? Runtime.getRuntime().availableProcessors() : settings.threads();
        var context = new LlamaContext(
                model, settings, settings.cells() == 0 ? Math.max(8192, contextLength) : settings.cells(), threads);
        this.cells = context.cells();
        this.description = ModelDescription.of(name, gguf, model, settings, Math.min(contextLength, cells));
        this.queue = new WaitingQueue(settings.queueLimit(), settings.batchPatience());
        this.scheduler =
                new Scheduler(context, queue, settings, model.vocabulary().size(), clock);
        this.prompts = new PromptTokens(model.vocabulary());
        this.thread = new Thread(scheduler, "llama-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Loads a model and starts its engine.
     *
     * @param name catalog name
     * @throws ModelException {@code UNAVAILABLE}, {@code CORRUPT}, {@code UNSUPPORTED} or {@code ENGINE}
     */
    public static LlamaTextEngine open(String name, Path gguf, LlamaSettings settings) {
        return open(name, gguf, settings, Clock.systemUTC());
    }

    /** The same with a clock for deadlines. */
    public static LlamaTextEngine open(String name, Path gguf, LlamaSettings settings, Clock clock) {
        requireNonNull(name, "name is null");
        requireNonNull(clock, "clock is null");
        LlamaModel model = loadModel(gguf, settings);
        try {
            return new LlamaTextEngine(name, gguf, model, settings, clock);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static LlamaModel loadModel(Path gguf, LlamaSettings settings) {
        try {
            return LlamaModel.load(gguf, settings.gpuLayers());
        } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError e) {
            if (e.getCause() instanceof ModelException cause) {
                throw cause;
            }
            throw new ModelException(Code.ENGINE, "the llama.cpp library cannot be used: " + e.getMessage(), e);
        }
    }

    /** The llama.cpp library that this engine has loaded; for measurements against it. */
    public static Path nativeLibrary() {
        return LlamaLibrary.FILE;
    }

    @Override
    public TextModel model() {
        return description;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.MESSAGES));
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        requireNonNull(listener, "listener is null");
        return whileOpen(vocabulary -> {
            int[] tokens = prompts.of(request.prompt());
            checkSize(request, tokens.length);
            var handle = new GenerationJob[1];
            var job = new GenerationJob(
                    request,
                    tokens,
                    listener,
                    vocabulary,
                    grammars(request.format(), vocabulary),
                    () -> scheduler.interrupt(handle[0]));
            handle[0] = job;
            queue.add(job);
            return job;
        });
    }

    private Supplier<Optional<GrammarFilter>> grammars(OutputFormat format, Vocabulary vocabulary) {
        Optional<Grammar> grammar = OutputGrammars.of(format);
        if (grammar.isEmpty()) {
            return Optional::empty;
        }
        TokenTexts texts = vocabulary.texts();
        return () -> Optional.of(new GrammarFilter(grammar.get(), texts, vocabulary.endTokens()));
    }

    private void checkSize(GenerationRequest request, int promptTokens) {
        if (request.n() < 1 || request.n() > settings.maxSequences()) {
            throw new ModelException(
                    Code.INVALID, "n must be 1 … " + settings.maxSequences() + " but is " + request.n());
        }
        if (request.maxTokens() < 1) {
            throw new ModelException(Code.INVALID, "maxTokens must be at least 1 but is " + request.maxTokens());
        }
        long length = (long) promptTokens + request.maxTokens();
        if (length > description.contextLength()) {
            throw new ModelException(
                    Code.TOO_LONG,
                    "prompt of " + promptTokens + " tokens and answer of up to " + request.maxTokens() + " need "
                            + length + " tokens, the context holds " + description.contextLength());
        }
        long needed = promptTokens + (long) request.n() * request.maxTokens();
        if (needed > cells) {
            throw new ModelException(
                    Code.TOO_LONG,
                    "prompt of " + promptTokens + " tokens and " + request.n() + " answers of up to "
                            + request.maxTokens() + " need " + needed + " KV cells, the engine has " + cells);
        }
    }

    @Override
    public CompletionStage<Likelihood> likelihood(Prompt prompt, Prompt continuation) {
        return whileOpen(vocabulary -> {
            int[] before = prompts.of(prompt);
            int[] scored = prompts.continuation(continuation);
            int[] tokens = Arrays.copyOf(before, before.length + scored.length);
            System.arraycopy(scored, 0, tokens, before.length, scored.length);
            checkLength(tokens.length);
            var job = new LikelihoodJob(tokens, before.length);
            queue.add(job);
            return job.result();
        });
    }

    @Override
    public CompletionStage<float[]> meanHiddenState(Prompt prompt) {
        return whileOpen(vocabulary -> {
            int[] tokens = prompts.of(prompt);
            checkLength(tokens.length);
            var job = new HiddenStateJob(tokens, model.width());
            queue.add(job);
            return job.result();
        });
    }

    private void checkLength(int tokens) {
        if (tokens > description.contextLength()) {
            throw new ModelException(
                    Code.TOO_LONG,
                    "the text has " + tokens + " tokens, the context holds " + description.contextLength());
        }
    }

    @Override
    public int[] tokenize(String text, boolean parseSpecial) {
        return whileOpen(vocabulary -> vocabulary.tokenize(text, parseSpecial));
    }

    @Override
    public int countTokens(Prompt prompt) {
        return whileOpen(vocabulary -> prompts.of(prompt).length);
    }

    @Override
    public String detokenize(int[] tokens) {
        return whileOpen(vocabulary -> {
            var bytes = new ByteArrayOutputStream();
            for (int token : tokens) {
                if (token < 0 || token >= vocabulary.size()) {
                    throw new ModelException(
                            Code.INVALID, "token id " + token + " is outside 0 … " + (vocabulary.size() - 1));
                }
                bytes.writeBytes(vocabulary.piece(token));
            }
            return bytes.toString(StandardCharsets.UTF_8);
        });
    }

    Vocabulary vocabulary() {
        return model.vocabulary();
    }

    /** What the engine is doing, as of its last step. */
    public LlamaStats stats() {
        return scheduler.stats();
    }

    /** Frees the cells of the prefix cache before the next step. */
    public void dropPrefixes() {
        scheduler.dropPrefixes();
    }

    /** Fails what runs and waits, frees context and model, ends the engine's thread. May be called twice. */
    @Override
    public void close() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a listener must not close the engine that calls it");
        }
        queue.close();
        scheduler.interruptAll();
        joinEngine();
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }

    private void joinEngine() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T whileOpen(Function<Vocabulary, T> work) {
        open.readLock().lock();
        try {
            if (closed) {
                throw new ModelException(Code.ENGINE, "the engine is closed");
            }
            return work.apply(model.vocabulary());
        } finally {
            open.readLock().unlock();
        }
    }
}
