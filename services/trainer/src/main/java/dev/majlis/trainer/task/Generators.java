package dev.majlis.trainer.task;

import dev.majlis.cappy.generate.Decoding;
import dev.majlis.cappy.generate.Generator;
import dev.majlis.mesh.envelope.Operation;
import java.util.Optional;

/** Language models of the mesh that write candidates ({@link Decoding}). */
@FunctionalInterface
public interface Generators {

    /**
     * @param operation {@code <service>.chat}
     * @param model of it; empty for its default
     * @param maxNewTokens of one candidate
     */
    Generator open(Operation operation, Optional<String> model, int maxNewTokens);
}
