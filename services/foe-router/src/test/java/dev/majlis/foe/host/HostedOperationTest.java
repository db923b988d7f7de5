package dev.majlis.foe.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostedOperationTest {
    @Test
    void aPlainNameIsTheNameOfTheQueue() {
        assertThat(HostedOperation.of("sentiment-2")).hasToString("foe-expert.sentiment-2");
    }

    @Test
    void namesThatAreSpelledAlikeStayApart() {
        assertThat(HostedOperation.of("Poems_v1.0").name()).matches("poems-v1-0-[0-9a-f]{8}");
        assertThat(HostedOperation.of("poems.v1.0")).isNotEqualTo(HostedOperation.of("Poems_v1.0"));
        assertThat(HostedOperation.of("A.").name()).matches("a-[0-9a-f]{8}");
    }
}
