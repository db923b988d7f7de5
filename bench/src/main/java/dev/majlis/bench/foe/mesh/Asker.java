package dev.majlis.bench.foe.mesh;

import java.util.concurrent.CompletionStage;

/** A way to ask a pool, with a policy. Does not block. */
@FunctionalInterface
interface Asker {

    /** Never completes exceptionally. */
    CompletionStage<Ending> ask(MadeUpRemarks.Remark remark);
}
