package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.serve.BatchPredictor;
import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.PredictOrder;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** {@code foe-router.predict}: the body of {@code POST /pools/{p}/predict} with the name of the pool in it, the same answer. */
@ApplicationScoped
public class PredictWorker {
    public static final Operation OPERATION = new Operation("foe-router", "predict");

    private static final String SCHEMA = "foe-predictions";

    private final BatchPredictor predictor;

    @Inject
    public PredictWorker(BatchPredictor predictor) {
        this.predictor = predictor;
    }

    Worker<byte[], JsonNode> worker() {
        return Worker.of(OPERATION, byte[].class, SCHEMA, this::handle);
    }

    JsonNode handle(Task<byte[]> task) {
        PredictOrder order = PredictOrder.read(Fields.parse(task.input()), Optional.empty());
        return Wire.tree(predictor.answer(order, false, task.envelope().tenant(), task.deadline()));
    }
}
