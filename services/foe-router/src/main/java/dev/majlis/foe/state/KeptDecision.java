package dev.majlis.foe.state;

import java.time.Instant;
import java.util.Optional;

/**
 * One entry of the decision log.
 *
 * @param id of the request
 * @param body the entry, JSON
 * @param truth that came in later, JSON
 */
public record KeptDecision(String tenant, String id, String pool, Instant at, byte[] body, Optional<byte[]> truth) {}
