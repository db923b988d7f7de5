package dev.majlis.nn.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON header of a safetensors file, checked whole before anything is read by it: known types, offsets inside the file,
 * sizes that follow from the shapes, no name twice, no overlap and no gap between tensors (redco §2.5 item 1). It is read as
 * a stream: memory is what the entries need, however the header was made.
 */
public final class SafetensorsHeader {
    /** Longest header that is read, in bytes. */
    public static final int MAX_BYTES = 100_000_000;
    /** Most tensors in one file. */
    public static final int MAX_TENSORS = 200_000;

    private static final int MAX_RANK = 32;
    private static final int MAX_METADATA = 10_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, TensorInfo> tensors;
    private final Map<String, String> metadata;

    private SafetensorsHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
        this.tensors = tensors;
        this.metadata = metadata;
    }

    /**
     * Reads and checks a header.
     *
     * @param json the bytes between the length and the data
     * @param dataBytes bytes that follow the header in the file
     * @throws NnException {@code CORRUPT}, naming the byte of the file where one is to blame
     */
    public static SafetensorsHeader parse(byte[] json, long dataBytes) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (name.equals("__metadata__")) {
                    readMetadata(parser, metadata);
                    continue;
                }
                if (tensors.size() == MAX_TENSORS) {
                    throw corrupt(parser, "more than " + MAX_TENSORS + " tensors");
                }
                tensors.put(name, readTensor(parser, name));
            }
            expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
            if (parser.nextToken() != null) {
                throw corrupt(parser, "text after the header's closing brace");
            }
        } catch (IOException e) {
            throw new NnException(Kind.CORRUPT, "the safetensors header is no sound JSON: " + firstLine(e), e);
        }
        requireCovered(tensors, dataBytes);
        return new SafetensorsHeader(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
    }

    /** Every tensor by name, in the order of the header. */
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /** The free texts under {@code __metadata__}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** A tensor that may be there. */
    public Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    private static void readMetadata(JsonParser parser, Map<String, String> metadata) throws IOException {
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            expect(parser, parser.nextToken(), JsonToken.VALUE_STRING);
            metadata.put(key, parser.getText());
            if (metadata.size() > MAX_METADATA) {
                throw corrupt(parser, "more than " + MAX_METADATA + " metadata entries");
            }
        }
    }

    private static TensorInfo readTensor(JsonParser parser, String name) throws IOException {
        DataType type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            switch (parser.currentName()) {
                case "dtype" -> {
                    expect(parser, parser.nextToken(), JsonToken.VALUE_STRING);
                    type = type(parser, name, parser.getText());
                }
                case "shape" -> shape = numbers(parser, name, MAX_RANK);
                case "data_offsets" -> offsets = numbers(parser, name, 2);
                default -> throw corrupt(parser, "tensor " + name + " has the unknown field " + parser.currentName());
            }
        }
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw corrupt(parser, "tensor " + name + " lacks dtype, shape or two data_offsets");
        }
        try {
            long bytes = type.bytes();
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
            long start = offsets.get(0);
            if (Math.subtractExact(offsets.get(1), start) != bytes) {
                throw corrupt(
                        parser,
                        "tensor " + name + " lies at " + offsets + ", its type and shape need " + bytes + " bytes");
            }
            return new TensorInfo(name, type, shape, start, offsets.get(1));
        } catch (ArithmeticException e) {
            throw corrupt(parser, "tensor " + name + " is larger than any file");
        }
    }

    private static DataType type(JsonParser parser, String name, String text) {
        try {
            return DataType.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw corrupt(parser, "tensor " + name + " has the unknown type " + text);
        }
    }

    private static List<Long> numbers(JsonParser parser, String name, int most) throws IOException {
        expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
        List<Long> numbers = new ArrayList<>(4);
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            long number = parser.getLongValue();
            if (number < 0) {
                throw corrupt(parser, "tensor " + name + " has the negative number " + number);
            }
            if (numbers.size() == most) {
                throw corrupt(parser, "tensor " + name + " has more than " + most + " numbers in a list");
            }
            numbers.add(number);
        }
        expect(parser, parser.currentToken(), JsonToken.END_ARRAY);
        return numbers;
    }

    private static void requireCovered(Map<String, TensorInfo> tensors, long dataBytes) {
        List<TensorInfo> byPlace = new ArrayList<>(tensors.values());
        byPlace.sort(Comparator.comparingLong(TensorInfo::start).thenComparingLong(TensorInfo::end));
        long at = 0;
        for (TensorInfo tensor : byPlace) {
            if (tensor.start() != at) {
                throw new NnException(
                        Kind.CORRUPT,
                        "tensor " + tensor.name() + " starts at byte " + tensor.start() + " of the data, expected " + at
                                + (tensor.start() < at ? ": it overlaps another" : ": bytes before it are unused"));
            }
            at = tensor.end();
        }
        if (at != dataBytes) {
            throw new NnException(Kind.CORRUPT, "the tensors need " + at + " bytes of data, the file has " + dataBytes);
        }
    }

    private static void expect(JsonParser parser, JsonToken seen, JsonToken wanted) {
        if (seen != wanted) {
            throw corrupt(parser, "expected " + wanted + ", found " + seen);
        }
    }

    private static NnException corrupt(JsonParser parser, String what) {
        long at = 8 + parser.currentLocation().getByteOffset();
        return new NnException(Kind.CORRUPT, "byte " + at + ": " + what);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
