package dev.majlis.foe.serve;

import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.pool.Cost;

/** What the next call of an expert is expected to cost. Thread-safe. */
public interface CallCosts {
    Cost expected(RegisteredExpert expert);
}
