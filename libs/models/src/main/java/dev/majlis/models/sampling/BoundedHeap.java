package dev.majlis.models.sampling;

/** A min-heap of k floats that finds the k-th largest value of a row in one pass. */
final class BoundedHeap {

    private final float[] heap;

    BoundedHeap(int k) {
        this.heap = new float[k];
    }

    /** The k-th largest of the first n values, n ≥ k, equal values counted each. */
    float kthLargest(float[] values, int n) {
        int k = heap.length;
        System.arraycopy(values, 0, heap, 0, k);
        for (int i = k / 2 - 1; i >= 0; i--) {
            sink(i, heap[i]);
        }
        for (int i = k; i < n; i++) {
            if (values[i] > heap[0]) {
                sink(0, values[i]);
            }
        }
        return heap[0];
    }

    private void sink(int from, float value) {
        int at = from;
        while (2 * at + 1 < heap.length) {
            int child = 2 * at + 1;
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= value) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = value;
    }
}
