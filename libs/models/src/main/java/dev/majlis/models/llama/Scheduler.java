package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.llama.LlamaContext.Decoded;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The loop of the one thread that owns a context: end what must end, admit, prefill one batch, one decode step for all
 * running answers. A long prompt therefore holds up running answers for one prefill batch at most, and every answer gets
 * one token per round.
 */
final class Scheduler implements Runnable {

    private static final Logger LOG = Logger.getLogger(Scheduler.class);

    private final LlamaContext context;
    private final WaitingQueue queue;
    private final PrefixCache prefixes;
    private final TokenBatch batch;
    private final StepMemory memory;
    private final Clock clock;
    private final Deque<Integer> freeSequences = new ArrayDeque<>();
    private final List<Job> prefilling = new ArrayList<>();
    private final List<GenerationJob> decoding = new ArrayList<>();
    private final List<Job> admitted = new ArrayList<>();

    private volatile Job inPrefill;
    private volatile boolean dropPrefixes;
    private volatile LlamaStats stats = LlamaStats.NONE;
    private int reserved;
    private long prefillTokens;
    private long decodedTokens;
    private long steps;

    Scheduler(LlamaContext context, WaitingQueue queue, LlamaSettings settings, int vocabularySize, Clock clock) {
        this.context = context;
        this.queue = queue;
        this.clock = clock;
        this.batch = new TokenBatch(Math.max(settings.batch(), settings.maxSequences()));
        this.memory = new StepMemory(vocabularySize);
        int prefixCells = Math.min(settings.prefixCells(), context.cells() / 2);
        this.prefixes = new PrefixCache(context, prefixCells, settings.maxSequences(), settings.prefixEntries());
        for (int i = 0; i < settings.maxSequences(); i++) {
            freeSequences.add(i);
        }
    }

    @Override
    public void run() {
        try {
            while (!queue.isClosed()) {
                if (admitted.isEmpty()) {
                    remember();
                    queue.awaitJob();
                }
                round();
                remember();
            }
            failAll(new ModelException(Code.ENGINE, "the engine was closed"));
        } catch (RuntimeException | Error e) {
            LOG.error("the llama.cpp engine stopped", e);
            queue.close();
            failAll(new ModelException(Code.ENGINE, "the llama.cpp engine stopped: " + e.getMessage(), e));
        } finally {
            batch.close();
            context.close();
        }
    }

    /** Ends a running prefill of this job at once; any thread. */
    void interrupt(Job job) {
        if (inPrefill == job) {
            context.abort();
        }
    }

    /** Ends whatever is computed, for a close; any thread. */
    void interruptAll() {
        context.abort();
    }

    /** Lets the prefix cache go before the next round; any thread. */
    void dropPrefixes() {
        dropPrefixes = true;
    }

    LlamaStats stats() {
        return stats;
    }

    private void round() {
        if (dropPrefixes) {
            prefixes.clear();
            dropPrefixes = false;
        }
        stopExpired(clock.instant());
        admit();
        if (!prefilling.isEmpty()) {
            guarded(prefilling.get(0), this::prefill);
        }
        if (!decoding.isEmpty()) {
            decode();
        }
    }

    private void stopExpired(Instant now) {
        List<Job> expired =
                new ArrayList<>(queue.takeAll(job -> job.mustStop(now).isPresent()));
        admitted.stream().filter(job -> job.mustStop(now).isPresent()).forEach(expired::add);
        for (Job job : expired) {
            guarded(job, stopping -> {
                stopping.stop(stopping.mustStop(now).orElseThrow());
                leave(stopping);
            });
        }
    }

    private void admit() {
        for (var job = queue.takeNextIf(this::fits); job.isPresent(); job = queue.takeNextIf(this::fits)) {
            Job next = job.get();
            int[] sequences = new int[next.sequencesNeeded()];
            for (int i = 0; i < sequences.length; i++) {
                sequences[i] = freeSequences.removeFirst();
            }
            next.admitted(sequences);
            reserved += next.cellsNeeded();
            admitted.add(next);
            prefilling.add(next);
        }
        prefilling.sort(Comparator.comparing(Job::priority));
    }

    private boolean fits(Job job) {
        if (freeSequences.size() < job.sequencesNeeded()) {
            return false;
        }
        if (reserved + job.cellsNeeded() > context.cells()) {
            return false;
        }
        while (reserved + job.cellsNeeded() + prefixes.cells() > context.cells()) {
            prefixes.evictOne();
        }
        return true;
    }

    private void prefill(Job job) {
        int[] tokens = job.tokens();
        int sequence = job.sequences()[0];
        if (job.position() == 0 && job.sharedTokens() > 0) {
            int covered = prefixes.reuse(tokens, job.sharedTokens() - 1, sequence);
            job.advanceTo(covered);
            if (job instanceof GenerationJob generation) {
                generation.cached(covered);
            }
        }
        int from = job.position();
        int to = Math.min(tokens.length, from + batch.capacity());
        Decoded decoded = decode(job, from, to);
        while (decoded == Decoded.NO_SLOT && to - from > 1) {
            // a smaller piece finds room where a larger one does not
            to = from + (to - from) / 2;
            decoded = decode(job, from, to);
        }
        if (decoded == Decoded.NO_SLOT) {
            throw noRoom();
        }
        if (decoded == Decoded.ABORTED) {
            context.release(sequence, from);
            return;
        }
        prefillTokens += to - from;
        job.advanceTo(to);
        if (job.prefilled()) {
            prefixes.keep(Arrays.copyOf(tokens, job.sharedTokens()), sequence);
        }
        for (int i = from; i < to; i++) {
            if (job.wantsRow(i)) {
                job.row(i, i - from, context, memory);
            }
        }
        if (job.prefilled()) {
            prefilled(job);
        }
    }

    private ModelException noRoom() {
        return new ModelException(
                Code.ENGINE,
                "no free KV cell could be found, " + context.usedCells() + " of " + context.cells() + " are in use");
    }

    private Decoded decode(Job job, int from, int to) {
        batch.clear();
        for (int i = from; i < to; i++) {
            batch.add(job.tokens()[i], i, job.sequences()[0], job.wantsRow(i));
        }
        context.clearAbort();
        inPrefill = job;
        try {
            if (job.cancelled() || queue.isClosed()) {
                return Decoded.ABORTED;
            }
            context.embeddings(job.wantsHiddenStates());
            return context.decode(batch);
        } finally {
            inPrefill = null;
            context.embeddings(false);
        }
    }

    private void prefilled(Job job) {
        prefilling.remove(job);
        job.prefillEnded();
        if (job instanceof GenerationJob generation) {
            decodedTokens += generation.active().size();
            if (!publish(generation)) {
                decoding.add(generation);
                return;
            }
        }
        leave(job);
    }

    private void decode() {
        batch.clear();
        for (GenerationJob job : decoding) {
            for (ActiveChoice choice : job.active()) {
                batch.add(choice.lastToken(), choice.nextPosition(), choice.sequence(), true);
            }
        }
        context.clearAbort();
        if (!decodeStep()) {
            return;
        }
        steps++;
        decodedTokens += batch.size();
        int row = 0;
        for (GenerationJob job : List.copyOf(decoding)) {
            int first = row;
            row += job.active().size();
            guarded(job, running -> advance(job, first));
        }
    }

    private boolean decodeStep() {
        try {
            Decoded decoded = queue.isClosed() ? Decoded.ABORTED : context.decode(batch);
            if (decoded == Decoded.DONE) {
                return true;
            }
            if (decoded == Decoded.NO_SLOT && !prefixes.evictOne()) {
                throw noRoom();
            }
            // room was made, or an interrupt came too late for the prefill it was meant for: do the step again
            for (GenerationJob job : decoding) {
                for (ActiveChoice choice : job.active()) {
                    context.release(choice.sequence(), choice.rewind());
                }
            }
        } catch (ModelException e) {
            for (GenerationJob job : List.copyOf(decoding)) {
                job.fail(e);
                leave(job);
            }
        }
        return false;
    }

    private void advance(GenerationJob job, int firstRow) {
        int row = firstRow;
        for (ActiveChoice choice : job.active()) {
            context.logits(row++, memory.row);
            choice.step(memory);
        }
        if (publish(job)) {
            leave(job);
        }
    }

    /** Tells what is new; true when the job has ended. Cells of ended answers are free at once. */
    private boolean publish(GenerationJob job) {
        for (ActiveChoice choice : job.active()) {
            job.publish(choice);
            if (choice.ended()) {
                context.release(choice.sequence(), 0);
            }
        }
        return job.complete();
    }

    private void leave(Job job) {
        if (!admitted.remove(job)) {
            return;
        }
        for (int sequence : job.sequences()) {
            context.release(sequence, 0);
            freeSequences.addLast(sequence);
        }
        reserved -= job.cellsNeeded();
        prefilling.remove(job);
        if (job instanceof GenerationJob generation) {
            decoding.remove(generation);
        }
    }

    /** A failure of one job (its listener, its grammar) ends that job and no other. */
    private void guarded(Job job, Consumer<Job> work) {
        try {
            work.accept(job);
        } catch (RuntimeException e) {
            LOG.debug("a generation failed", e);
            job.fail(
                    e instanceof ModelException failure
                            ? failure
                            : new ModelException(Code.ENGINE, "the generation failed: " + e, e));
            leave(job);
        }
    }

    private void failAll(ModelException failure) {
        List<Job> all = new ArrayList<>(queue.takeAll(job -> true));
        all.addAll(admitted);
        all.forEach(job -> job.fail(failure));
        admitted.clear();
    }

    private void remember() {
        stats = new LlamaStats(
                queue.size(),
                admitted.size(),
                context.usedCells(),
                context.cells(),
                prefixes.cells(),
                prefillTokens,
                decodedTokens,
                steps);
    }
}
