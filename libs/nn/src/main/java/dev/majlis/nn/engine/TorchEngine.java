package dev.majlis.nn.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;

/**
 * Starts the engine and holds the few of its calls that the array interface does not have. The number of threads is read
 * once, when the first manager of the process is made: all models of a process share it.
 */
public final class TorchEngine {
    private TorchEngine() {}

    /**
     * A manager whose arrays live until it is closed.
     *
     * @param threads that one operation may use
     * @throws NnException {@code UNSUPPORTED} when the natives are not on the class path
     */
    public static NDManager newManager(int threads) {
        if (System.getProperty("ai.djl.pytorch.num_threads") == null) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
            System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        }
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        try {
            return NDManager.newBaseManager(Device.cpu(), "PyTorch");
        } catch (EngineException | IllegalArgumentException e) {
            throw new NnException(
                    Kind.UNSUPPORTED,
                    "the PyTorch engine is not on the classpath; add ai.djl.pytorch:pytorch-engine, pytorch-native-cpu and"
                            + " pytorch-jni, or use an ONNX model",
                    e);
        }
    }

    /**
     * An array in memory of the engine's own. One made straight from Java floats stays in the Java buffer, whose alignment
     * differs from run to run; results then differ in their last bits.
     */
    public static NDArray owned(NDManager manager, float[] values, long... shape) {
        try (NDArray borrowed = manager.create(values, new Shape(shape))) {
            return borrowed.duplicate();
        }
    }

    /**
     * The product with a number. The array interface's own keeps the number in a Java buffer that is given back at once, but
     * read again by the backward pass: gradients are then now and then those of another number.
     */
    public static NDArray times(NDArray x, double factor) {
        try (NDArray number = owned(x.getManager(), new float[] {(float) factor})) {
            return x.mul(number);
        }
    }

    /** Runs with gradients recorded on this thread; the setting of before comes back at the end. */
    public static void recording(Runnable step) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try {
            step.run();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Adds the gradients of a scalar to those of the arrays that it was made of. */
    public static void backward(NDArray scalar) {
        try (NDArray one = scalar.getManager().ones(scalar.getShape(), scalar.getDataType())) {
            JniUtils.backward((PtNDArray) scalar, (PtNDArray) one, false, false);
        }
    }

    /** Sets an array's gradient to zero, whatever is in it. */
    public static void zeroGradient(NDArray array) {
        JniUtils.zeroGrad((PtNDArray) array);
    }

    /** Dropout drawn by the engine's own generator. */
    public static void seed(long seed) {
        JniUtils.setSeed(seed);
    }
}
