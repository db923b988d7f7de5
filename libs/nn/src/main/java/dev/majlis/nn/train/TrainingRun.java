package dev.majlis.nn.train;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.encoder.DropoutMasks;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.engine.TorchEngine;
import dev.majlis.nn.safetensors.SafetensorsFile;
import dev.majlis.nn.train.TrainingResult.End;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One training run: examples in, trained parameters out. It can be cancelled between two micro-batches and resumed from a
 * checkpoint, then with the same losses to the last bit (same machine, same number of threads). Not thread-safe.
 *
 * @param <E> an example
 * @param <B> a batch
 * @param <P> a prediction
 */
public final class TrainingRun<E, B, P> {
    private final Pipeline<E, B, P> pipeline;
    private final List<E> examples;
    private final TrainingSettings settings;
    private final BatchPlan plan;
    private final String identity;
    private List<E> validation = List.of();
    private Optional<CheckpointFolder> folder = Optional.empty();
    private Optional<Path> resumed = Optional.empty();
    private Consumer<TrainingProgress> onProgress = progress -> {};
    private Consumer<Path> onCheckpoint = path -> {};
    private LongSupplier nanoTime = System::nanoTime;

    private TrainingRun(Pipeline<E, B, P> pipeline, List<E> examples, TrainingSettings settings) {
        this.pipeline = requireNonNull(pipeline, "pipeline is null");
        this.examples = List.copyOf(examples);
        this.settings = requireNonNull(settings, "settings is null");
        if (examples.isEmpty()) {
            throw new NnException(Kind.INVALID, "there are no examples to train on");
        }
        if (pipeline.parameters().trainableNames().isEmpty()) {
            throw new NnException(Kind.INVALID, "every parameter is frozen");
        }
        int[] lengths = examples.stream().mapToInt(pipeline::length).toArray();
        this.plan = new BatchPlan(lengths, settings);
        this.identity = "examples=" + lengths.length + " lengths=" + Integer.toHexString(Arrays.hashCode(lengths))
                + " trained=" + pipeline.parameters().trainableCount() + " " + settings.identity();
    }

    /** A run over these examples; frozen parameters of the pipeline stay as they are. */
    public static <E, B, P> TrainingRun<E, B, P> of(
            Pipeline<E, B, P> pipeline, List<E> examples, TrainingSettings settings) {
        return new TrainingRun<>(pipeline, examples, settings);
    }

    /** Examples to look at on the way; the run then ends with the parameters that were best on them. */
    public TrainingRun<E, B, P> validateOn(List<E> heldOut) {
        this.validation = List.copyOf(heldOut);
        return this;
    }

    /** Where to write checkpoints; needed for validation, for resuming, and to outlive a crash. */
    public TrainingRun<E, B, P> in(Path checkpoints) {
        this.folder = Optional.of(new CheckpointFolder(checkpoints));
        return this;
    }

    /** Goes on from a checkpoint of the same settings and data. */
    public TrainingRun<E, B, P> resumeFrom(Path checkpoint) {
        this.resumed = Optional.of(checkpoint);
        return this;
    }

    /** Goes on from the newest whole checkpoint of the folder, or starts anew where there is none. */
    public TrainingRun<E, B, P> resumeLatest() {
        this.resumed = folder.orElseThrow(
                        () -> new NnException(Kind.INVALID, "a run without a folder has no checkpoints"))
                .latest();
        return this;
    }

    /** Called after each update, on the training thread. */
    public TrainingRun<E, B, P> onProgress(Consumer<TrainingProgress> listener) {
        this.onProgress = requireNonNull(listener, "listener is null");
        return this;
    }

    /** Called with each checkpoint that is whole and on disk. */
    public TrainingRun<E, B, P> onCheckpoint(Consumer<Path> listener) {
        this.onCheckpoint = requireNonNull(listener, "listener is null");
        return this;
    }

    /** The clock for throughput, in nanoseconds. */
    public TrainingRun<E, B, P> timedBy(LongSupplier clock) {
        this.nanoTime = requireNonNull(clock, "clock is null");
        return this;
    }

    /** Updates of the whole run. */
    public long totalUpdates() {
        return plan.totalUpdates();
    }

    /**
     * Trains to the end, or until cancelled.
     *
     * @param cancelled asked before each micro-batch; what is then unfinished is dropped and a checkpoint is written
     * @throws NnException {@code DIVERGED} when a loss or gradient is not finite; the last checkpoint stays
     */
    public TrainingResult run(BooleanSupplier cancelled) {
        if (!validation.isEmpty() && folder.isEmpty()) {
            throw new NnException(Kind.INVALID, "validation needs a folder to keep the best parameters in");
        }
        try (NDManager manager = parameters().scope();
                AdamW optimiser = new AdamW(parameters(), settings.adamW());
                DropoutMasks masks = new DropoutMasks(manager, settings.seed())) {
            return new Loop(optimiser, masks).run(cancelled);
        }
    }

    private Parameters parameters() {
        return pipeline.parameters();
    }

    /** What changes while a run goes on. */
    private final class Loop {
        private final AdamW optimiser;
        private final DropoutMasks masks;
        private final long started = nanoTime.getAsLong();
        private final long firstUpdate;
        private TrainingState state;
        private Optional<Path> checkpoint;
        private long tokens;
        private double loss = Double.NaN;

        Loop(AdamW optimiser, DropoutMasks masks) {
            this.optimiser = optimiser;
            this.masks = masks;
            this.checkpoint = resumed;
            this.state = resumed.map(path -> CheckpointFolder.restore(path, identity, parameters(), optimiser))
                    .orElseGet(TrainingState::start);
            this.firstUpdate = state.update();
        }

        TrainingResult run(BooleanSupplier cancelled) {
            long epoch = -1;
            int[] order = {};
            while (state.update() < plan.totalUpdates() && !outOfPatience()) {
                if (epoch != state.epoch()) {
                    epoch = state.epoch();
                    order = plan.order(epoch);
                }
                if (!update(plan.update(order, state.position()), cancelled)) {
                    save();
                    return result(End.CANCELLED);
                }
            }
            save();
            restoreBest();
            return result(state.update() < plan.totalUpdates() ? End.STOPPED_EARLY : End.COMPLETED);
        }

        private boolean outOfPatience() {
            return settings.patience() > 0 && state.looksWithoutGain() >= settings.patience();
        }

        /** @return false when cancelled, with nothing changed */
        private boolean update(int[] batch, BooleanSupplier cancelled) {
            double total = Arrays.stream(batch)
                    .mapToDouble(i -> pipeline.weight(examples.get(i)))
                    .sum();
            double sum = 0;
            long read = 0;
            int micro = 0;
            for (int[] part : plan.microBatches(batch)) {
                if (cancelled.getAsBoolean()) {
                    optimiser.dropGradients();
                    return false;
                }
                masks.startStep(state.update(), micro++);
                List<E> some = Arrays.stream(part).mapToObj(examples::get).toList();
                sum += accumulate(some, total);
                read += some.stream().mapToLong(pipeline::length).sum();
            }
            double rate = settings.learningRate().at(state.update(), plan.totalUpdates());
            double norm = optimiser.update(rate);
            long epoch = state.epoch();
            loss = sum;
            tokens += read;
            state = state.afterUpdate(plan.updatesPerEpoch());
            OptionalDouble validated = lookIfDue();
            onProgress.accept(progress(epoch, rate, norm, validated));
            if (settings.checkpointEvery() > 0 && state.update() % settings.checkpointEvery() == 0) {
                save();
            }
            return true;
        }

        /** @return the micro-batch's part in the update's loss */
        private double accumulate(List<E> some, double total) {
            double share = some.stream().mapToDouble(pipeline::weight).sum() / total;
            double[] value = new double[1];
            TorchEngine.recording(() -> {
                try (NDManager scope = parameters().scope()) {
                    NDArray mean = pipeline.loss(pipeline.collate(some, scope), masks, scope);
                    value[0] = mean.getFloat() * share;
                    if (!Double.isFinite(value[0])) {
                        optimiser.dropGradients();
                        throw new NnException(Kind.DIVERGED, "the loss of update " + state.update() + " is not finite");
                    }
                    TorchEngine.backward(share == 1 ? mean : TorchEngine.times(mean, share));
                }
            });
            return value[0];
        }

        private OptionalDouble lookIfDue() {
            long every = settings.evaluateEvery() > 0 ? settings.evaluateEvery() : plan.updatesPerEpoch();
            boolean due = state.update() % every == 0 || state.update() == plan.totalUpdates();
            if (validation.isEmpty() || !due) {
                return OptionalDouble.empty();
            }
            double seen = new Predictor<>(pipeline, settings.microBatch(), settings.microTokens()).loss(validation);
            state = state.afterLook(seen);
            if (state.bestUpdate() == state.update()) {
                CheckpointFolder.writeModel(
                        parameters(), folder.orElseThrow().readyFolder().bestFile());
            }
            return OptionalDouble.of(seen);
        }

        private void restoreBest() {
            if (Double.isFinite(state.bestLoss()) && state.bestUpdate() < state.update()) {
                try (SafetensorsFile best =
                        SafetensorsFile.open(folder.orElseThrow().bestFile())) {
                    parameters().readFrom(best);
                }
            }
        }

        private void save() {
            folder.ifPresent(target -> {
                Path path = target.save(state, identity, parameters(), optimiser, settings.keepCheckpoints());
                checkpoint = Optional.of(path);
                onCheckpoint.accept(path);
            });
        }

        private TrainingProgress progress(long epoch, double rate, double norm, OptionalDouble validated) {
            double seconds = (nanoTime.getAsLong() - started) / 1e9;
            double each = seconds / (state.update() - firstUpdate);
            return new TrainingProgress(
                    state.update(),
                    plan.totalUpdates(),
                    epoch,
                    loss,
                    rate,
                    norm,
                    seconds > 0 ? tokens / seconds : 0,
                    Duration.ofMillis(Math.round(1000 * each * (plan.totalUpdates() - state.update()))),
                    validated);
        }

        private TrainingResult result(End end) {
            return new TrainingResult(
                    end,
                    state.update(),
                    loss,
                    Double.isFinite(state.bestLoss()) ? OptionalDouble.of(state.bestLoss()) : OptionalDouble.empty(),
                    checkpoint,
                    tokens,
                    Duration.ofNanos(nanoTime.getAsLong() - started));
        }
    }
}
