package dev.majlis.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.job.DataSource;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import dev.majlis.trainer.job.JobRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingJobFactTest {
    @Test
    void isWhatItsSchemaSays() throws IOException {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("../../schemas/training-job.v1.json")));
        var request =
                new JobRequest("scorer", "tiny", new DataSource.Inline(1), JsonNodeFactory.instance.objectNode(), 1);
        Job job = Job.queued("a", "t", request, Optional.empty(), Instant.EPOCH);
        JobProgress progress = new JobProgress(1, 4, 0, .5, 1e-3, 100, 3, .25);

        for (JobProgress some : new JobProgress[] {null, progress}) {
            for (JobPhase phase : new JobPhase[] {null, new JobPhase("GENERATING", 3, 9)}) {
                JsonNode fact = Json.mapper().valueToTree(TrainingJobFact.of(job, phase, some, Instant.EPOCH));
                assertThat(schema.validate(fact)).isEmpty();
            }
        }
    }
}
