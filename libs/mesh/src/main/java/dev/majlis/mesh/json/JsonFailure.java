package dev.majlis.mesh.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what is wrong with a JSON text: pointer, line and column, in words of JSON and never with a class name. */
public final class JsonFailure {
    private JsonFailure() {}

    /** {@code invalid-request}; a MeshException thrown by a record's own check passes through. */
    public static MeshException translate(JsonProcessingException failure) {
        if (failure instanceof ValueInstantiationException && failure.getCause() instanceof MeshException own) {
            return own;
        }
        if (failure instanceof JsonMappingException && failure.getCause() instanceof StreamReadException syntax) {
            return translate(syntax);
        }
        String position = position(failure.getLocation());
        if (failure instanceof JsonMappingException mapping) {
            String pointer = pointer(mapping);
            String message = message(mapping) + position;
            return new MeshException(
                            ProblemSlug.INVALID_REQUEST,
                            (pointer.isEmpty() ? "body" : pointer) + ": " + message,
                            failure)
                    .withErrors(List.of(new FieldError(pointer, message)));
        }
        return new MeshException(
                ProblemSlug.INVALID_REQUEST, "body is not JSON: " + firstLine(failure) + position, failure);
    }

    private static String message(JsonMappingException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return "unknown field '%s'".formatted(unknown.getPropertyName());
        }
        if (failure instanceof ValueInstantiationException && failure.getCause() != null) {
            Throwable cause = failure.getCause();
            boolean check = cause instanceof IllegalArgumentException || cause instanceof NullPointerException;
            return check && cause.getMessage() != null ? cause.getMessage() : "value is not allowed";
        }
        if (failure instanceof InvalidFormatException format) {
            return "expected %s, got %s".formatted(jsonType(format.getTargetType()), shown(format.getValue()));
        }
        if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return firstLine(failure).startsWith("No content")
                    ? "is empty"
                    : "expected " + jsonType(mismatch.getTargetType());
        }
        return "not readable";
    }

    private static String jsonType(Class<?> type) {
        if (type.isEnum()) {
            return List.of(type.getEnumConstants()).stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == float.class || type == double.class || type == Float.class || type == Double.class) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number in range";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "another kind of value";
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
    }

    private static String pointer(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null
                        ? "/" + step.getIndex()
                        : "/" + step.getFieldName().replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    private static String position(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String firstLine(JsonProcessingException failure) {
        String message = String.valueOf(failure.getOriginalMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
