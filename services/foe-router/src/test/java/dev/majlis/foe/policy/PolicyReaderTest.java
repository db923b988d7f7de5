package dev.majlis.foe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.Pool;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
    private static final Pool POOL = new Pool(
            "p",
            List.of(Expert.generator("cold", 2, Cost.FREE, "1"), Expert.generator("smol-warm", 2, Cost.FREE, "1")),
            List.of());

    @Test
    void readsShortForms() throws Exception {
        assertThat(read("\"single(smol-warm)\"")).isEqualTo(new Policy.Single(1));
        assertThat(read("\"single(smol-warm)\"")
                        .name(k -> List.of("a", "smol-warm").get(k)))
                .isEqualTo("single(smol-warm)");
        assertThat(read("\"foe_frugal(0.05)\"")).isEqualTo(new Policy.FoeFrugal(0.05, Caps.NONE));
        assertThat(read("\"foe_frugal\"")).isEqualTo(new Policy.FoeFrugal(0.02, Caps.NONE));
        assertThat(read("\"random(2)\"")).isEqualTo(new Policy.RandomExperts(2, 1));
        assertThat(read("\"route_by_prompt(0.01)\"")).isEqualTo(new Policy.RouteByPrompt(0.01));
        assertThat(read("\"foe_full\"")).isEqualTo(new Policy.FoeFull());
    }

    @Test
    void readsExpertsByIdOrPlace() throws Exception {
        assertThat(read("{\"name\":\"single\",\"expert\":\"cold\"}")).isEqualTo(new Policy.Single(0));
        assertThat(read("{\"name\":\"cascade\",\"order\":[\"smol-warm\",0],\"thresholds\":[0.8]}"))
                .isEqualTo(new Policy.Cascade(List.of(1, 0), List.of(0.8)));
    }

    @Test
    void saysWhatIsWrong() {
        for (String wrong : List.of(
                "\"single(nobody)\"",
                "\"random(0.5)\"",
                "\"foe_frugal(much)\"",
                "\"oracle\"",
                "\"foe_frugal(-1)\"",
                "\"a b\"",
                "7",
                "{}")) {
            assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOfSatisfying(MeshException.class, e -> assertThat(
                            e.code())
                    .contains("INVALID_FIELD"));
        }
    }

    private static Policy read(String json) throws JsonProcessingException {
        return PolicyReader.read(Json.mapper().readTree(json), POOL);
    }
}
