package dev.majlis.foe.fuse;

import dev.majlis.foe.table.OutputTable;
import dev.majlis.nn.file.WrittenFile;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.safetensors.SafetensorsFile;
import dev.majlis.nn.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of a fuser: {@code blocks.<k>.mean}, {@code .scale} and, where reduced, {@code .axes float[columns][width]};
 * {@code logistic.mean}, {@code .scale} and {@code .weights} of a logistic regression.
 */
final class FuserTensors implements AutoCloseable {
    static final String FILE = "fuser.safetensors";

    private final SafetensorsFile file;

    private FuserTensors(SafetensorsFile file) {
        this.file = file;
    }

    static WrittenFile write(Fuser fuser, Path folder) {
        SafetensorsWriter writer = new SafetensorsWriter().metadata("model", fuser.model());
        List<Optional<BlockMap>> maps = fuser.preparation().maps();
        for (int k = 0; k < maps.size(); k++) {
            String name = "blocks." + k;
            maps.get(k).ifPresent(map -> add(writer, name, map));
        }
        if (fuser instanceof LogisticFuser logistic) {
            add(writer, "logistic.mean", logistic.columns().means());
            add(writer, "logistic.scale", logistic.columns().scales());
            add(writer, "logistic.weights", logistic.regression().weights());
        }
        return writer.write(folder.resolve(FILE));
    }

    static FuserTensors open(Path folder) {
        return new FuserTensors(SafetensorsFile.open(folder.resolve(FILE)));
    }

    Preparation preparation(int experts) {
        List<Optional<BlockMap>> maps = new ArrayList<>();
        for (int k = 0; k < experts; k++) {
            String name = "blocks." + k;
            maps.add(file.names().contains(name + ".mean") ? Optional.of(map(name)) : Optional.empty());
        }
        return new Preparation(maps);
    }

    LogisticFuser logistic(OutputTable rows, Preparation preparation) {
        return LogisticFuser.of(
                rows,
                preparation,
                file.floats("logistic.mean"),
                file.floats("logistic.scale"),
                file.floats("logistic.weights"));
    }

    @Override
    public void close() {
        file.close();
    }

    private BlockMap map(String name) {
        float[] means = file.floats(name + ".mean");
        float[] scales = file.floats(name + ".scale");
        float[] flat = file.names().contains(name + ".axes") ? file.floats(name + ".axes") : new float[0];
        float[][] axes = new float[flat.length / means.length][means.length];
        for (int a = 0; a < axes.length; a++) {
            System.arraycopy(flat, a * means.length, axes[a], 0, means.length);
        }
        return new BlockMap(means, scales, axes);
    }

    private static void add(SafetensorsWriter writer, String name, BlockMap map) {
        add(writer, name + ".mean", map.means());
        add(writer, name + ".scale", map.scales());
        if (map.axes().length > 0) {
            int width = map.means().length;
            float[] flat = new float[map.axes().length * width];
            for (int a = 0; a < map.axes().length; a++) {
                System.arraycopy(map.axes()[a], 0, flat, a * width, width);
            }
            writer.add(name + ".axes", DataType.F32, new long[] {map.axes().length, width}, flat);
        }
    }

    private static void add(SafetensorsWriter writer, String name, float[] values) {
        writer.add(name, DataType.F32, new long[] {values.length}, values);
    }
}
