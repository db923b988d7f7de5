package dev.majlis.foe.rest;

import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.Wire;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Labelled rows of a pool. */
@Path("/foe/v1/pools/{pool}/datasets")
@Produces(Examples.JSON)
@Tag(name = "Data sets")
public class DatasetsResource {
    private final Datasets datasets;
    private final DatasetReader reader;
    private final Keyed keyed;

    @Inject
    DatasetsResource(Datasets datasets, DatasetReader reader, Keyed keyed) {
        this.datasets = datasets;
        this.reader = reader;
        this.keyed = keyed;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Add rows to a data set: JSON lines, a CSV table, a JSON array, or records of a topic")
    @RequestBody(
            content = {
                @Content(mediaType = Examples.JSON, examples = @ExampleObject(name = "rows", value = Examples.ROWS)),
                @Content(mediaType = "application/x-ndjson"),
                @Content(mediaType = "text/csv")
            })
    public Response add(
            @PathParam("pool") String pool,
            @QueryParam("name") String name,
            @QueryParam("role") String role,
            @QueryParam("format") String format,
            @HeaderParam("Content-Type") String type,
            @HeaderParam("Idempotency-Key") String key,
            byte[] body) {
        String operation = "POST /pools/%s/datasets?name=%s&role=%s".formatted(pool, name, role);
        return keyed.once(key, operation, body, () -> {
            DatasetReader.Order order = reader.read(name, role, format, type, body);
            DatasetView view = DatasetView.of(reader.add(pool, order));
            return Keyed.Made.created("/foe/v1/pools/" + pool + "/datasets/" + view.name(), view);
        });
    }

    @GET
    @Operation(summary = "Data sets of a pool, oldest first")
    public byte[] list(@PathParam("pool") String pool) {
        return Wire.write(Map.of(
                "datasets", datasets.list(pool).stream().map(DatasetView::of).toList()));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "A data set")
    public byte[] show(@PathParam("pool") String pool, @PathParam("name") String name) {
        return Wire.write(DatasetView.of(datasets.find(pool, name)));
    }
}
