package dev.majlis.nn.onnx;

/**
 * A matrix as 8-bit integers: {@code value ≈ scale[row] · integer}, symmetric, so zero stays zero.
 *
 * @param values row-major
 * @param scales one for each row
 */
record Quantized(byte[] values, float[] scales) {
    static final int LARGEST = 127;

    /** Rounds each row to the nearest multiples of its largest size over 127. */
    static Quantized rows(float[] matrix, int rows) {
        int width = matrix.length / rows;
        byte[] values = new byte[matrix.length];
        float[] scales = new float[rows];
        for (int row = 0; row < rows; row++) {
            float largest = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                largest = Math.max(largest, Math.abs(matrix[i]));
            }
            scales[row] = largest == 0 ? 1 : largest / LARGEST;
            for (int i = row * width; i < (row + 1) * width; i++) {
                values[i] = (byte) Math.round(matrix[i] / scales[row]);
            }
        }
        return new Quantized(values, scales);
    }

    /** The values with rows and columns exchanged. */
    byte[] transposed() {
        int rows = scales.length;
        int width = values.length / rows;
        byte[] turned = new byte[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < width; column++) {
                turned[column * rows + row] = values[row * width + column];
            }
        }
        return turned;
    }
}
