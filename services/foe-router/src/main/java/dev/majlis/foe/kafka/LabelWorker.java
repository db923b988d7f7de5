package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.LabelJoin;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** {@code foe-router.label}: the body of {@code POST /pools/{p}/labels} with the name of the pool in it. */
@ApplicationScoped
public class LabelWorker {
    public static final Operation OPERATION = new Operation("foe-router", "label");

    private static final String SCHEMA = "foe-labels-joined";

    private final LabelJoin labels;

    @Inject
    public LabelWorker(LabelJoin labels) {
        this.labels = labels;
    }

    Worker<ObjectNode, JsonNode> worker() {
        return Worker.of(OPERATION, ObjectNode.class, SCHEMA, this::handle);
    }

    JsonNode handle(Task<ObjectNode> task) {
        ObjectNode body = task.input().deepCopy();
        JsonNode pool = body.remove("pool");
        if (pool == null) {
            throw Failures.invalid("/pool", "is missing");
        }
        String name = Fields.text(pool, "/pool", 64);
        return Wire.tree(labels.join(name, Fields.of(body, ""), task.envelope().tenant()));
    }
}
