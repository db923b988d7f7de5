package dev.majlis.mesh.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Every name of a span attribute, a metric and a label of the mesh, so that a rename of the conventions is one edit (platform
 * §5; OpenTelemetry messaging v1.44, gen_ai from semantic-conventions-genai).
 */
public final class Names {
    private Names() {}

    /** Span attributes. */
    public static final class Attributes {
        public static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
        public static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
        public static final AttributeKey<String> PARTITION =
                AttributeKey.stringKey("messaging.destination.partition.id");
        public static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
        public static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
        public static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
        public static final AttributeKey<String> CLIENT_ID = AttributeKey.stringKey("messaging.client.id");
        public static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
        public static final AttributeKey<String> KEY = AttributeKey.stringKey("messaging.kafka.message.key");
        public static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
        public static final AttributeKey<String> CONVERSATION =
                AttributeKey.stringKey("messaging.message.conversation_id");
        public static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");
        public static final AttributeKey<Long> BATCH_COUNT = AttributeKey.longKey("messaging.batch.message_count");
        public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

        public static final AttributeKey<String> GEN_AI_OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
        public static final AttributeKey<String> GEN_AI_PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
        public static final AttributeKey<String> GEN_AI_REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
        public static final AttributeKey<String> GEN_AI_RESPONSE_MODEL =
                AttributeKey.stringKey("gen_ai.response.model");
        public static final AttributeKey<Long> GEN_AI_INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
        public static final AttributeKey<Long> GEN_AI_OUTPUT_TOKENS =
                AttributeKey.longKey("gen_ai.usage.output_tokens");

        private Attributes() {}
    }

    /** Metrics. */
    public static final class Metrics {
        public static final String CLIENT_DURATION = "messaging.client.operation.duration";
        public static final String PROCESS_DURATION = "messaging.process.duration";
        public static final String SENT = "messaging.client.sent.messages";
        public static final String CONSUMED = "messaging.client.consumed.messages";

        public static final String TOKEN_USAGE = "gen_ai.client.token.usage";
        public static final String GEN_AI_DURATION = "gen_ai.client.operation.duration";
        public static final String GEN_AI_FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";
        public static final String GEN_AI_PER_CHUNK = "gen_ai.client.operation.time_per_output_chunk";
        public static final String GEN_AI_SERVER_DURATION = "gen_ai.server.request.duration";
        public static final String TIME_PER_OUTPUT_TOKEN = "gen_ai.server.time_per_output_token";
        public static final String TIME_TO_FIRST_TOKEN = "gen_ai.server.time_to_first_token";

        public static final String QUEUE_DEPTH = "majlis.worker.queue.depth";
        public static final String QUEUE_WAIT = "majlis.worker.queue.wait";
        public static final String BATCH_SIZE = "majlis.worker.batch.size";
        public static final String BATCH_FILL = "majlis.worker.batch.fill";
        public static final String WORKERS = "majlis.worker.workers";
        public static final String REQUESTS = "majlis.requests";
        public static final String DEDUP = "majlis.dedup";
        public static final String DLQ_RECORDS = "majlis.dlq.records";
        public static final String REPLIES_ORPHANED = "majlis.replies.orphaned";
        public static final String STREAM_GAPS = "majlis.stream.gaps";
        public static final String ADMISSION_REJECTED = "majlis.admission.rejected";
        public static final String BACKLOG = "majlis.backlog.records";
        public static final String MODEL_LOAD = "majlis.model.load.duration";
        public static final String GPU_MEMORY = "majlis.gpu.memory.used";
        public static final String COST = "majlis.cost.micros";

        private Metrics() {}
    }

    /** Labels; there are no others. */
    public static final class Labels {
        public static final String SERVICE = "service";
        public static final String OPERATION = "operation";
        public static final String MODEL = "model";
        public static final String VERSION = "version";
        public static final String TENANT = "tenant";
        public static final String OUTCOME = "outcome";
        public static final String REASON = "reason";
        public static final String RESULT = "result";
        public static final String STATE = "state";
        public static final String TOKEN_TYPE = "gen_ai.token.type";

        private Labels() {}
    }
}
