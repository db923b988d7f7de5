package dev.majlis.foe.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.foe.frugal.PriceCurve;
import dev.majlis.foe.serve.FuserRecord;
import dev.majlis.foe.serve.FuserSettings;
import dev.majlis.foe.serve.PoolRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A fuser as clients see it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record FuserView(
        String id,
        int number,
        String pool,
        boolean promoted,
        String mode,
        String model,
        FuserSettings settings,
        Map<String, String> versions,
        int rows,
        int estimateRows,
        int heldOutRows,
        int leftOut,
        Map<String, Double> metrics,
        List<FuserRecord.LossPoint> curve,
        PriceCurve prices,
        String job,
        Instant createdAt) {

    static FuserView of(FuserRecord fuser, PoolRecord pool) {
        return new FuserView(
                fuser.id(),
                fuser.number(),
                fuser.pool(),
                pool.fuser().filter(fuser.id()::equals).isPresent(),
                fuser.settings().mode().name().toLowerCase(Locale.ROOT),
                fuser.settings().model().word(),
                fuser.settings(),
                fuser.versions(),
                fuser.rows(),
                fuser.estimateRows(),
                fuser.heldOutRows(),
                fuser.leftOut(),
                fuser.metrics(),
                fuser.curve(),
                fuser.prices(),
                fuser.job(),
                fuser.createdAt());
    }
}
