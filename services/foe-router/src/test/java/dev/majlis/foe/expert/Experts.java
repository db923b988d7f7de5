package dev.majlis.foe.expert;

import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertKind;
import java.time.Duration;
import java.util.List;

/** Registered experts for tests. */
public final class Experts {
    public static final List<String> LABELS = List.of("bad", "good");

    private Experts() {}

    public static RegisteredExpert classifier(String id, Endpoint endpoint) {
        return of(Expert.classifier(id, LABELS, new Cost(2, 30, 4, 50), "1"), endpoint, EmbeddingSource.ENDPOINT);
    }

    public static RegisteredExpert generator(String id, int width, Endpoint endpoint, EmbeddingSource source) {
        return of(Expert.generator(id, width, Cost.ofMoney(1), "1"), endpoint, source);
    }

    public static RegisteredExpert scorer(String id, Endpoint endpoint) {
        return of(new Expert(id, ExpertKind.SCORER, List.of(), 1, Cost.FREE, "1"), endpoint, EmbeddingSource.ENDPOINT);
    }

    public static RegisteredExpert of(Expert expert, Endpoint endpoint, EmbeddingSource source) {
        return new RegisteredExpert(expert, endpoint, source, false, Duration.ofSeconds(30));
    }

    public static RegisteredExpert measured(RegisteredExpert expert) {
        return new RegisteredExpert(expert.expert(), expert.endpoint(), expert.features(), true, expert.timeout());
    }

    public static RegisteredExpert within(RegisteredExpert expert, Duration timeout) {
        return new RegisteredExpert(expert.expert(), expert.endpoint(), expert.features(), expert.measured(), timeout);
    }
}
