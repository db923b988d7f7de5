package dev.majlis.nn.onnx;

/** How the weights of an exported model are stored and multiplied. */
public enum Precision {
    /** 32-bit floats throughout. */
    FP32,
    /**
     * Weights as 8-bit integers with a scale for each output (tables: for each row), activations quantised as they come; a
     * quarter of the size and about twice as fast on processors with 8-bit dot products.
     */
    INT8
}
