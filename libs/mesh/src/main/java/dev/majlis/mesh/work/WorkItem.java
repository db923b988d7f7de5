package dev.majlis.mesh.work;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record taken from a work queue; settled exactly once, from any thread. */
public interface WorkItem {

    ConsumerRecord<byte[], byte[]> record();

    /** How often the broker has handed it out, this time included; 1 where the source cannot tell. */
    int deliveries();

    /** Tells the source what became of it. */
    void settle(Settlement settlement);

    /** What became of a record. */
    enum Settlement {
        /** Its effect is safe: never hand it out again. */
        DONE,
        /** Nothing was done: hand it to another worker. */
        RELEASED
    }
}
