package dev.majlis.foe.fuse;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Rows for the trainer's task {@code foe-fuser}, one JSON object a line: {@code {"features": [[…width_0], …K], "target": 3}};
 * where experts of equal quality share a row, {@code target} is the distribution {@code [0.5, 0, 0.5]}.
 */
public final class FuserTrainingRows {
    private FuserTrainingRows() {}

    /**
     * Writes all rows in their order; the stream stays open.
     *
     * @param prepared rows as the fuser will read them, see {@link Preparation}
     */
    public static void write(OutputTable prepared, OutputStream out) throws IOException {
        JsonGenerator json = Json.mapper()
                .getFactory()
                .createGenerator(out, JsonEncoding.UTF8)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setRootValueSeparator(null);
        for (int row = 0; row < prepared.rows(); row++) {
            json.writeStartObject();
            json.writeArrayFieldStart("features");
            for (int k = 0; k < prepared.experts(); k++) {
                json.writeStartArray();
                for (float feature : prepared.block(k).row(row)) {
                    json.writeNumber(feature);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            target(json, prepared.targets(), row);
            json.writeEndObject();
            json.writeRaw('\n');
        }
        json.close();
        out.flush();
    }

    private static void target(JsonGenerator json, Targets targets, int row) throws IOException {
        if (targets.share(row, targets.of(row)) == 1) {
            json.writeNumberField("target", targets.of(row));
            return;
        }
        json.writeArrayFieldStart("target");
        for (int c = 0; c < targets.classes(); c++) {
            json.writeNumber(targets.share(row, c));
        }
        json.writeEndArray();
    }
}
