package dev.majlis.cappy.policy;

import java.util.List;

/** Where candidates come from, one part after the other. */
@FunctionalInterface
public interface AnswerSource {

    /**
     * Blocks until they are there.
     *
     * @param from number of the first one; all before were asked for
     * @param count at least one
     * @return exactly {@code count}
     */
    List<Answer> next(int from, int count);
}
