package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.foe.frugal.PriceCurve;
import dev.majlis.mesh.blob.BlobRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A trained fuser.
 *
 * @param id unique among all pools
 * @param number of the fuser in its pool, from 1
 * @param versions of each expert, by its id, that it was trained on
 * @param rows it learnt from; {@code estimateRows} by which losses are estimated, {@code heldOutRows} for budgets and drift
 * @param leftOut rows that had no output of some expert
 * @param metrics on the held-out rows
 * @param curve loss over training, for a perceptron
 * @param prices what every price λ costs and loses on the held-out rows
 * @param files of the fuser by name
 * @param job that trained it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record FuserRecord(
        String id,
        int number,
        String pool,
        FuserSettings settings,
        Map<String, String> versions,
        int rows,
        int estimateRows,
        int heldOutRows,
        int leftOut,
        Map<String, Double> metrics,
        List<LossPoint> curve,
        PriceCurve prices,
        Map<String, BlobRef> files,
        String job,
        Instant createdAt) {

    /** Loss after an epoch; null where it was not measured. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LossPoint(int step, int epoch, double loss, Double validationLoss) {}
}
