package dev.majlis.foe.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.foe.serve.DatasetRecord;
import dev.majlis.foe.serve.Datasets;
import java.time.Instant;
import java.util.List;

/** A data set as clients see it; null where nothing was added. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetView(
        String dataset,
        String name,
        String role,
        int rows,
        Integer accepted,
        Integer rejected,
        List<Reject> rejects,
        Instant createdAt,
        Instant changedAt) {

    /** @param line from 1 */
    public record Reject(int line, String code, String detail) {}

    static DatasetView of(DatasetRecord dataset) {
        return of(dataset, null, null, null);
    }

    static DatasetView of(Datasets.Added added) {
        return of(
                added.dataset(),
                added.accepted(),
                added.rejected(),
                added.rejects().stream()
                        .map(reject -> new Reject(reject.line(), reject.code(), reject.message()))
                        .toList());
    }

    private static DatasetView of(DatasetRecord dataset, Integer accepted, Integer rejected, List<Reject> rejects) {
        return new DatasetView(
                dataset.pool() + "/" + dataset.name(),
                dataset.name(),
                dataset.role().word(),
                dataset.rows(),
                accepted,
                rejected,
                rejects,
                dataset.createdAt(),
                dataset.changedAt());
    }
}
