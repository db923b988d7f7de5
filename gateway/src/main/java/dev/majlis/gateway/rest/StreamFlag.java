package dev.majlis.gateway.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.majlis.mesh.json.Json;
import java.io.IOException;

/** Whether a JSON body has {@code "stream": true} at its top level; reads no further than it must. */
final class StreamFlag {
    private StreamFlag() {}

    static boolean set(byte[] body) {
        try (JsonParser parser = Json.mapper().createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if ("stream".equals(name)) {
                    return value == JsonToken.VALUE_TRUE;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException e) {
            return false; // the service says what is wrong with it
        }
    }
}
