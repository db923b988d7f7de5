package dev.majlis.mesh.envelope;

import java.util.Set;

/** Names of the record headers (platform §1). */
public final class Headers {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TYPE = "ce_type";
    public static final String TIME = "ce_time";
    public static final String SUBJECT = "ce_subject";
    public static final String CONTENT_TYPE = "content-type";
    public static final String DATA_SCHEMA = "ce_dataschema";
    public static final String TENANT = "ce_tenantid";
    public static final String PARTITION_KEY = "ce_partitionkey";

    public static final String TRACE_PARENT = "traceparent";
    public static final String TRACE_STATE = "tracestate";
    public static final String BAGGAGE = "baggage";

    public static final String CORRELATION_ID = "REPLY_CORRELATION_ID";
    public static final String REPLY_TOPIC = "REPLY_TOPIC";
    public static final String REPLY_PARTITION = "REPLY_PARTITION";

    public static final String DEADLINE = "majlis-deadline";
    public static final String IDEMPOTENCY_KEY = "majlis-idempotency-key";
    public static final String PRIORITY = "majlis-priority";
    public static final String ATTEMPT = "majlis-attempt";
    public static final String SLIP = "majlis-slip";
    public static final String STREAM_SEQ = "majlis-stream-seq";
    public static final String STREAM_END = "majlis-stream-end";
    public static final String ERROR = "majlis-error";
    public static final String REPLAY_OF = "majlis-replay-of";
    /** On a record of a retry topic: epoch milliseconds before which it stays there. */
    public static final String NOT_BEFORE = "majlis-not-before";

    public static final String DEAD_LETTER_REASON = "dead-letter-reason";
    public static final String DEAD_LETTER_CAUSE = "dead-letter-cause";
    public static final String DEAD_LETTER_TOPIC = "dead-letter-topic";
    public static final String DEAD_LETTER_PARTITION = "dead-letter-partition";
    public static final String DEAD_LETTER_OFFSET = "dead-letter-offset";
    public static final String DEAD_LETTER_EXCEPTION = "dead-letter-exception-class-name";

    /** The trace context, in the order it is written. */
    static final Set<String> TRACE = Set.of(TRACE_PARENT, TRACE_STATE, BAGGAGE);

    private Headers() {}
}
