package dev.majlis.foe.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.pool.Cost;
import dev.majlis.mesh.database.Database;
import dev.majlis.mesh.json.Json;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Outputs in a database: features as big-endian floats, the rest as JSON. */
public final class JdbcOutputCache implements OutputCache {
    private static final int AT_ONCE = 500;

    private final Database database;

    public JdbcOutputCache(Database database) {
        this.database = requireNonNull(database, "database is null");
    }

    private record Said(Optional<String> text, Cost cost, long ms) {}

    private record Row(String input, KeptOutput output) {}

    @Override
    public Map<String, KeptOutput> find(String expert, String version, Collection<String> inputs) {
        Map<String, KeptOutput> found = new HashMap<>();
        for (List<String> some : parts(inputs)) {
            database.query(
                            row -> new Row(
                                    row.getString("input"), output(row.getBytes("features"), row.getBytes("said"))),
                            "select input, features, said from foe_outputs where " + among(some),
                            values(expert, version, some))
                    .forEach(row -> found.put(row.input(), row.output()));
        }
        return found;
    }

    @Override
    public Collection<String> known(String expert, String version, Collection<String> inputs) {
        Set<String> known = new HashSet<>();
        for (List<String> some : parts(inputs)) {
            known.addAll(database.query(
                    row -> row.getString("input"),
                    "select input from foe_outputs where " + among(some),
                    values(expert, version, some)));
        }
        return known;
    }

    @Override
    public void put(String expert, String version, String input, KeptOutput output) {
        ByteBuffer features = ByteBuffer.allocate(Float.BYTES * output.features().length);
        for (float feature : output.features()) {
            features.putFloat(feature);
        }
        database.insert(
                "insert into foe_outputs (expert, version, input, features, said) values (?, ?, ?, ?, ?)",
                expert,
                version,
                input,
                features.array(),
                Json.write(new Said(output.text(), output.cost(), output.ms())));
    }

    private static KeptOutput output(byte[] features, byte[] said) {
        ByteBuffer buffer = ByteBuffer.wrap(features);
        float[] values = new float[features.length / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.getFloat();
        }
        Said rest = Json.read(said, Said.class);
        return new KeptOutput(values, rest.text(), rest.cost(), rest.ms());
    }

    private static List<List<String>> parts(Collection<String> inputs) {
        List<String> all = new ArrayList<>(inputs);
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return parts;
    }

    private static String among(List<String> inputs) {
        return "expert = ? and version = ? and input in (" + String.join(", ", Collections.nCopies(inputs.size(), "?"))
                + ")";
    }

    private static Object[] values(String expert, String version, List<String> inputs) {
        List<Object> values = new ArrayList<>(List.of(expert, version));
        values.addAll(inputs);
        return values.toArray();
    }
}
