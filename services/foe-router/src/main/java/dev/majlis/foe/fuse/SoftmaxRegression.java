package dev.majlis.foe.fuse;

import dev.majlis.foe.error.Failures;
import java.util.stream.IntStream;

/** p = softmax(Wx + b), trained by Adam with decoupled weight decay. Arrays in, arrays out; safe to share once trained. */
final class SoftmaxRegression {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final int classes;
    private final int width;
    private final float[] weights;
    private final float[] first;
    private final float[] second;
    private final float[] gradient;
    private int steps;

    /** Starts from all zeros: the loss is convex. */
    SoftmaxRegression(int classes, int width) {
        this.classes = classes;
        this.width = width;
        this.weights = new float[classes * (width + 1)];
        this.first = new float[weights.length];
        this.second = new float[weights.length];
        this.gradient = new float[weights.length];
    }

    /** With weights that were learnt: {@code float[classes][width + 1]}, row after row, the last column the bias. */
    static SoftmaxRegression of(int classes, int width, float[] weights) {
        SoftmaxRegression model = new SoftmaxRegression(classes, width);
        if (weights.length != model.weights.length) {
            throw Failures.corrupt(weights.length + " weights, " + model.weights.length + " are needed");
        }
        System.arraycopy(weights, 0, model.weights, 0, weights.length);
        return model;
    }

    float[] weights() {
        return weights.clone();
    }

    float[] predict(float[] columns) {
        float[] scores = new float[classes];
        for (int c = 0; c < classes; c++) {
            int at = c * (width + 1);
            float score = weights[at + width];
            for (int i = 0; i < width; i++) {
                score += weights[at + i] * columns[i];
            }
            scores[c] = score;
        }
        return softmax(scores);
    }

    /** Share of the target that a class has; all sum to 1. */
    interface TargetShare {
        float of(int c);
    }

    /** Adds the gradient of the cross-entropy of one row. */
    void learn(float[] columns, TargetShare targetShare) {
        float[] probabilities = predict(columns);
        for (int c = 0; c < classes; c++) {
            float error = probabilities[c] - targetShare.of(c);
            int at = c * (width + 1);
            for (int i = 0; i < width; i++) {
                gradient[at + i] += error * columns[i];
            }
            gradient[at + width] += error;
        }
    }

    /** Takes one step along what was learnt from {@code rows} rows. */
    void step(int rows, double rate, double decay) {
        steps++;
        double unbias1 = 1 - Math.pow(BETA1, steps);
        double unbias2 = 1 - Math.pow(BETA2, steps);
        float size = (float) (rate / unbias1);
        float root = (float) (1 / Math.sqrt(unbias2));
        float shrink = (float) (1 - rate * decay);
        for (int i = 0; i < weights.length; i++) {
            float slope = gradient[i] / rows;
            first[i] = (float) BETA1 * first[i] + (float) (1 - BETA1) * slope;
            second[i] = (float) BETA2 * second[i] + (float) (1 - BETA2) * slope * slope;
            weights[i] = weights[i] * shrink - size * first[i] / ((float) Math.sqrt(second[i]) * root + 1e-8f);
            gradient[i] = 0;
        }
    }

    static float[] softmax(float[] scores) {
        float highest = (float) IntStream.range(0, scores.length)
                .mapToDouble(i -> scores[i])
                .max()
                .orElse(0);
        float sum = 0;
        for (int c = 0; c < scores.length; c++) {
            scores[c] = (float) Math.exp(scores[c] - highest);
            sum += scores[c];
        }
        for (int c = 0; c < scores.length; c++) {
            scores[c] /= sum;
        }
        return scores;
    }
}
