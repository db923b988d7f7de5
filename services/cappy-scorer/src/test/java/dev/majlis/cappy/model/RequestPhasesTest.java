package dev.majlis.cappy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestPhasesTest {
    private final RequestPhases phases = new RequestPhases();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsAtOnceWhenNothingIsUnderWay() {
        phases.leave(phases.enter());

        phases.whenEnded(() -> ran.add("a"));

        assertThat(ran).containsExactly("a");
    }

    @Test
    void waitsForRequestsThatBeganBeforeAndNotForLaterOnes() {
        RequestPhases.Phase early = phases.enter();
        phases.whenEnded(() -> ran.add("a"));
        RequestPhases.Phase late = phases.enter();

        assertThat(ran).isEmpty();
        phases.leave(early);
        assertThat(ran).containsExactly("a");

        phases.leave(late);
        assertThat(ran).containsExactly("a");
    }

    @Test
    void aLaterActionWaitsForTheEarliestRequestToo() {
        RequestPhases.Phase first = phases.enter();
        phases.whenEnded(() -> ran.add("a"));
        RequestPhases.Phase second = phases.enter();
        phases.whenEnded(() -> ran.add("b"));

        phases.leave(second);
        assertThat(ran).isEmpty();
        phases.leave(first);

        assertThat(ran).containsExactly("a", "b");
    }
}
