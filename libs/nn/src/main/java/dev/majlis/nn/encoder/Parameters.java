package dev.majlis.nn.encoder;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.engine.TorchEngine;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.safetensors.SafetensorsFile;
import dev.majlis.nn.safetensors.SafetensorsWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Named weights in the engine's memory, fp32. All are trainable until frozen; a frozen one keeps its value and costs no
 * gradient. Not thread-safe.
 */
public final class Parameters implements AutoCloseable {
    private final NDManager manager;
    private final Map<String, NDArray> values = new LinkedHashMap<>();
    private final Set<String> trainable = new TreeSet<>();

    /** @param manager owns the arrays from now on; closed with this */
    public Parameters(NDManager manager) {
        this.manager = requireNonNull(manager, "manager is null");
    }

    /** A new trainable parameter with these row-major values. */
    public void add(String name, float[] initial, long... shape) {
        if (values.containsKey(name)) {
            throw new NnException(Kind.INVALID, "parameter " + name + " is there already");
        }
        values.put(name, TorchEngine.owned(manager, initial, shape));
        setTrainable(name, true);
    }

    /** A parameter that must be there. */
    public NDArray get(String name) {
        NDArray value = values.get(name);
        if (value == null) {
            throw new NnException(Kind.CORRUPT, "the weights have no tensor named " + name);
        }
        return value;
    }

    /** Whether there is such a parameter. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** All names, in the order in which they were added. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** Names of the parameters that are not frozen, in the order in which they were added. */
    public List<String> trainableNames() {
        return values.keySet().stream().filter(trainable::contains).toList();
    }

    /** Whether a parameter is trained. */
    public boolean isTrainable(String name) {
        return trainable.contains(name);
    }

    /** Freezes exactly those parameters whose names match; all others are trainable. */
    public void freeze(Predicate<String> frozen) {
        values.keySet().forEach(name -> setTrainable(name, !frozen.test(name)));
    }

    private void setTrainable(String name, boolean yes) {
        values.get(name).setRequiresGradient(yes);
        if (yes) {
            trainable.add(name);
        } else {
            trainable.remove(name);
        }
    }

    /** Number of values. */
    public long count() {
        return values.values().stream().mapToLong(NDArray::size).sum();
    }

    /** Number of values that are trained. */
    public long trainableCount() {
        return trainable.stream().mapToLong(name -> values.get(name).size()).sum();
    }

    /** A manager for arrays that live shorter than the parameters. */
    public NDManager scope() {
        return manager.newSubManager();
    }

    /** Arrays that this and its open scopes hold in the engine; constant between updates. */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    /** Row-major copy of a parameter. */
    public float[] floats(String name) {
        return get(name).toFloatArray();
    }

    /** Overwrites a parameter in place. */
    public void set(String name, float[] row) {
        NDArray target = get(name);
        if (target.size() != row.length) {
            throw new NnException(
                    Kind.CORRUPT,
                    "tensor " + name + " has " + row.length + " values, expected shape "
                            + Arrays.toString(target.getShape().getShape()));
        }
        target.set(row);
    }

    /** Adds parameters to a file under names of the caller's choice; all or only those not frozen. */
    public void writeTo(SafetensorsWriter writer, DataType type, UnaryOperator<String> rename, boolean onlyTrainable) {
        for (String name : new ArrayList<>(onlyTrainable ? trainableNames() : names())) {
            NDArray value = get(name);
            writer.add(rename.apply(name), type, value.getShape().getShape(), value.toFloatArray());
        }
    }

    /** Overwrites every parameter that the file has, in place; names of the file must be known here. */
    public void readFrom(SafetensorsFile file) {
        for (String name : file.names()) {
            set(name, file.floats(name));
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
