package dev.majlis.foe.expert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.foe.expert.ExpertProbe.Check;
import dev.majlis.foe.expert.ExpertProbe.Report;
import dev.majlis.foe.pool.Cost;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpertProbeTest {
    private static final RegisteredExpert EXPERT = Experts.classifier("e", new Endpoint.MeshExpert("some.expert"));

    @Test
    void tellsThatAllIsWell() {
        Report report = probe(
                new CallOutcome.Answered(new float[] {0.5f, 0.5f}, Optional.empty(), Cost.FREE, Duration.ofMillis(12)));

        assertThat(report.ok()).isTrue();
        assertThat(report.ms()).isEqualTo(12);
        assertThat(report.checks()).allMatch(Check::ok).extracting(Check::name).contains("distribution", "latency");
        assertThat(report.answer().features()).containsExactly(0.5f, 0.5f);
    }

    @Test
    void namesTheCheckThatFailed() {
        assertThat(failedCheck("PROBABILITIES_INVALID")).isEqualTo("distribution");
        assertThat(failedCheck("DIM_MISMATCH")).isEqualTo("width");
        assertThat(failedCheck("EXPERT_CHANGED")).isEqualTo("version");
        assertThat(failedCheck("UNREACHABLE")).isEqualTo("reachable");
        assertThat(failedCheck("ITS_OWN_WORD")).isEqualTo("schema");
    }

    private static String failedCheck(String code) {
        Report report = probe(new CallOutcome.Failed(code, "why", Duration.ofMillis(1)));
        assertThat(report.ok()).isFalse();
        Check failed = report.checks().stream()
                .filter(check -> !check.ok())
                .findFirst()
                .orElseThrow();
        assertThat(failed.detail()).contains(code, "why");
        return failed.name();
    }

    private static Report probe(CallOutcome outcome) {
        ExpertClient client = (experts, input, tenant, deadline) -> List.of(outcome);
        return new ExpertProbe(client, Clock.systemUTC()).probe(EXPERT, TextNode.valueOf("x"), "t");
    }
}
