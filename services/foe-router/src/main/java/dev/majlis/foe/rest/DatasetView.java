package dev.majlis.foe.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.foe.serve.DatasetRecord;
import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.RejectedRow;
import dev.majlis.foe.serve.RowPlace;
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

    /**
     * A row that was not taken.
     *
     * @param line from 1, of rows of a body
     * @param partition with {@code offset}, of rows of a topic
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reject(Integer line, Integer partition, Long offset, String code, String detail) {
        static Reject of(RejectedRow row) {
            if (row.place() instanceof RowPlace.TopicRecord at) {
                return new Reject(null, at.partition(), at.offset(), row.code(), row.message());
            }
            return new Reject(((RowPlace.Line) row.place()).number(), null, null, row.code(), row.message());
        }
    }

    static DatasetView of(DatasetRecord dataset) {
        return of(dataset, null, null, null);
    }

    static DatasetView of(Datasets.Added added) {
        return of(
                added.dataset(),
                added.accepted(),
                added.rejected(),
                added.rejects().stream().map(Reject::of).toList());
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
