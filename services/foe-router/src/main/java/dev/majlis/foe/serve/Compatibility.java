package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.pool.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the experts of a pool fit together.
 *
 * @param owners ids of the experts that know each label
 * @param foreign labels of each expert that the pool does not know; what is given to them is lost
 * @param warnings for a person
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Compatibility(
        int experts,
        int columns,
        Map<String, List<String>> owners,
        Map<String, List<String>> foreign,
        List<String> warnings) {

    static Compatibility of(Pool pool) {
        Map<String, List<String>> owners = new LinkedHashMap<>();
        pool.labels().forEach(label -> owners.put(label, new ArrayList<>()));
        Map<String, List<String>> foreign = new LinkedHashMap<>();
        for (Expert expert : pool.experts()) {
            for (String label : expert.labels()) {
                if (owners.containsKey(label)) {
                    owners.get(label).add(expert.id());
                } else {
                    foreign.computeIfAbsent(expert.id(), unseen -> new ArrayList<>())
                            .add(label);
                }
            }
        }
        List<String> warnings = new ArrayList<>();
        owners.forEach((label, known) -> {
            if (known.isEmpty()) {
                warnings.add("no expert knows label '" + label + "': only a fuser can give it");
            }
        });
        long generators = pool.experts().stream()
                .filter(expert -> expert.kind() == ExpertKind.GENERATOR)
                .count();
        if (generators > 0 && generators < pool.size()) {
            warnings.add("generators and others together: votes do not work, fused answers do");
        }
        if (pool.experts().stream().allMatch(expert -> expert.cost().equals(Cost.FREE))) {
            warnings.add("all experts are free: a frugal policy has nothing to save");
        }
        return new Compatibility(
                pool.size(), pool.experts().stream().mapToInt(Expert::width).sum(), owners, foreign, warnings);
    }
}
