package dev.majlis.gateway.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/**
 * A chat or text completion as far as the gateway looks into it; what the model service alone understands is left to it.
 *
 * @param endpoint which of the two
 * @param raw the body as it came
 * @param body the same as a tree
 * @param model name of the route
 * @param n answers wanted; empty for one
 * @param maxTokens longest answer wanted; empty when not said
 * @param stream whether the answer is sent as it is written
 * @param includeUsage whether a stream ends with a chunk that counts tokens
 * @param majlis options of our own
 */
public record CompletionRequest(
        Endpoint endpoint,
        byte[] raw,
        ObjectNode body,
        String model,
        OptionalInt n,
        OptionalInt maxTokens,
        boolean stream,
        boolean includeUsage,
        MajlisOptions majlis) {}
