package dev.majlis.trainer.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.registry.ModelFile;
import java.util.List;
import java.util.Map;

/**
 * What a job has made.
 *
 * @param kind what serves it, for example {@code pair-scorer}
 * @param scoreKind what its output means
 * @param metrics measured at its end
 * @param artefacts files of the model, in the blob store
 * @param lineage where it comes from
 * @param report what the task has to tell beside its metrics; null for nothing
 * @param hindrance why this must not be published; null when it may
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobResult(
        String kind,
        String scoreKind,
        Map<String, Double> metrics,
        List<ModelFile> artefacts,
        Lineage lineage,
        ObjectNode report,
        String hindrance) {
    public JobResult {
        metrics = Map.copyOf(metrics);
        artefacts = List.copyOf(artefacts);
    }

    /**
     * Everything needed to train it again.
     *
     * @param dataSha256 of the data as they came
     * @param rows of them
     * @param parameters of the task, defaults included
     * @param seed of everything that was drawn
     * @param codeVersion of this service
     * @param base name of the model it was trained from
     * @param baseSha256 of the base's weights
     * @param licence of the base, which what is made from it inherits
     */
    public record Lineage(
            String dataSha256,
            long rows,
            ObjectNode parameters,
            long seed,
            String codeVersion,
            String base,
            String baseSha256,
            String licence) {}
}
