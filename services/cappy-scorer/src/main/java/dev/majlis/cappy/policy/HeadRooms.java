package dev.majlis.cappy.policy;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.evaluate.HeadRoom;
import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.mesh.telemetry.LabelCap;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How much better a perfect choice would have been, per tenant, since the process began: of every best-of whose request brought
 * references (cappy.md §6 item 4). At most 1 000 tenants are told apart. Thread-safe.
 */
public final class HeadRooms {
    private static final int MOST_TENANTS = 1_000;

    private final RougeL rouge;
    private final LabelCap tenants = new LabelCap(MOST_TENANTS);
    private final ConcurrentMap<String, HeadRoom> sums = new ConcurrentHashMap<>();

    public HeadRooms(RougeL rouge) {
        this.rouge = rouge;
    }

    /**
     * Measures one choice and adds it to the tenant's.
     *
     * @param answers all of them; Rouge-L takes the question's references
     */
    public HeadRoom add(String tenant, Question question, List<Answer> answers, int chosen) {
        List<String> texts = answers.stream().map(Answer::text).toList();
        if (RougeL.work(question.references(), texts) > RougeL.MAX_WORK) {
            throw Failures.invalid("/references", RougeL.TOO_MUCH);
        }
        double[] scores = texts.stream()
                .mapToDouble(text -> rouge.score(question.references(), text, question.rougeMode())
                        .f())
                .toArray();
        double oracle = Arrays.stream(scores).max().orElseThrow();
        var one = new HeadRoom(1, scores[chosen], oracle, scores[0]);
        sums.merge(tenants.of(tenant), one, HeadRoom::plus);
        return one;
    }

    /** Of all choices of a tenant so far. */
    public HeadRoom of(String tenant) {
        return sums.getOrDefault(tenant, HeadRoom.NONE);
    }
}
