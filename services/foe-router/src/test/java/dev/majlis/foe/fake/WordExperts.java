package dev.majlis.foe.fake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.expert.CallOutcome;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.pool.ExpertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Experts in memory. An input is {@code "<label> <domain> <number>"}; a classifier whose id is {@code e<k>} is nearly sure of the
 * label in domain {@code d<k>} and guesses elsewhere, the same every time. A generator {@code g<k>} writes what it reads in capitals,
 * in its domain.
 */
public final class WordExperts implements ExpertClient {
    private static final LetterEmbedder VECTORS = new LetterEmbedder();

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final AtomicLong delayMs = new AtomicLong();

    /** Calls of an expert so far. */
    public int calls(String expert) {
        return calls.computeIfAbsent(expert, unseen -> new AtomicInteger()).get();
    }

    /** Whether an expert fails from now on. */
    public void breakDown(String expert, boolean down) {
        if (down) {
            broken.add(expert);
        } else {
            broken.remove(expert);
        }
    }

    /** Every call takes so long from now on. */
    public void delay(Duration delay) {
        delayMs.set(delay.toMillis());
    }

    @Override
    public List<CallOutcome> ask(List<RegisteredExpert> experts, JsonNode input, String tenant, Instant deadline) {
        LockSupport.parkNanos(delayMs.get() * 1_000_000);
        List<CallOutcome> outcomes = new ArrayList<>();
        for (RegisteredExpert expert : experts) {
            calls.computeIfAbsent(expert.id(), unseen -> new AtomicInteger()).incrementAndGet();
            outcomes.add(
                    broken.contains(expert.id())
                            ? new CallOutcome.Failed("UNREACHABLE", "it is broken", Duration.ofMillis(1))
                            : answer(expert, input));
        }
        return outcomes;
    }

    private static CallOutcome answer(RegisteredExpert expert, JsonNode input) {
        String text = input.isTextual() ? input.textValue() : input.toString();
        if (expert.expert().kind() == ExpertKind.GENERATOR) {
            boolean mine = text.contains("d" + expert.id().substring(1));
            return new CallOutcome.Answered(
                    VECTORS.embed(List.of(text))[0],
                    Optional.of(mine ? text.toUpperCase(Locale.ROOT) : "no idea"),
                    expert.expert().cost(),
                    Duration.ofMillis(1));
        }
        return new CallOutcome.Answered(
                probabilities(expert.id(), expert.expert().labels(), text),
                Optional.empty(),
                expert.expert().cost(),
                Duration.ofMillis(1));
    }

    /** What the classifier {@code e<k>} says of a text. */
    public static float[] probabilities(String expert, List<String> labels, String text) {
        String[] words = text.split(" ", -1);
        int label = labels.indexOf(words[0]);
        RandomGenerator random = new SplittableRandom((text + expert).hashCode());
        boolean own = words.length > 1 && words[1].equals("d" + expert.substring(1));
        int said = label >= 0 && (own || random.nextDouble() < 0.5) ? label : random.nextInt(labels.size());
        float sure = own ? 0.9f : 0.5f;
        float[] probabilities = new float[labels.size()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = i == said ? sure : (1 - sure) / (probabilities.length - 1);
        }
        return probabilities;
    }
}
