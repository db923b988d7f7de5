package dev.majlis.cappy.data;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Keeps test items out of training data. An example leaks when a held-out one has the same instruction up to case, spaces and
 * Unicode form, or is the same item in the words of another template. Only hashes are kept, so that a model card can carry
 * them without the data. Thread-safe.
 *
 * @param hashes SHA-256, 64 hexadecimal digits each, sorted
 */
public record LeakageGuard(Set<String> hashes) {
    public LeakageGuard {
        hashes = Collections.unmodifiableSortedSet(new TreeSet<>(hashes));
    }

    public static LeakageGuard against(Collection<Example> heldOut) {
        Set<String> hashes = new TreeSet<>();
        for (Example example : heldOut) {
            hashes.add(TextHash.of(example.instruction()));
            if (example.row().isPresent()) {
                hashes.add(TextHash.of(example.item()));
            }
        }
        return new LeakageGuard(hashes);
    }

    public boolean leaks(Example example) {
        return leaks(example.instruction())
                || (example.row().isPresent() && hashes.contains(TextHash.of(example.item())));
    }

    /** For data of which only the instruction is known. */
    public boolean leaks(String instruction) {
        return hashes.contains(TextHash.of(instruction));
    }

    /** What may be trained on. */
    public List<Example> clean(List<Example> examples) {
        return examples.stream().filter(example -> !leaks(example)).toList();
    }

    /** @throws MeshException {@code unprocessable-input} with {@code TEST_LEAKAGE}, naming the first rows */
    public void requireClean(List<LabelledPair> pairs) {
        List<Integer> leaking = IntStream.range(0, pairs.size())
                .filter(i -> leaks(pairs.get(i).instruction()))
                .boxed()
                .toList();
        if (!leaking.isEmpty()) {
            throw new MeshException(
                            ProblemSlug.UNPROCESSABLE_INPUT,
                            "%d of %d training pairs have an instruction of the held-out data; the first are %s"
                                    .formatted(
                                            leaking.size(),
                                            pairs.size(),
                                            leaking.subList(0, Math.min(8, leaking.size()))))
                    .withCode("TEST_LEAKAGE");
        }
    }
}
