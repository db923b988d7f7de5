package dev.majlis.foe.serve;

/** Where a row stood in what it came from; as text it is what a message calls it. */
public sealed interface RowPlace permits RowPlace.Line, RowPlace.TopicRecord {
    /**
     * Of a body.
     *
     * @param number of the line, or of the element of an array, from 1
     */
    record Line(int number) implements RowPlace {
        @Override
        public String toString() {
            return "line " + number;
        }
    }

    /**
     * Of a topic.
     *
     * @param offset in its partition, from 0
     */
    record TopicRecord(int partition, long offset) implements RowPlace {
        @Override
        public String toString() {
            return "partition " + partition + " offset " + offset;
        }
    }
}
