package dev.majlis.models.sampling;

/** Quickselect by weight: where, in falling order, does the running sum reach a target? Expected linear time. */
final class MassSelect {

    private MassSelect() {}

    /**
     * Reorders keys and ids; returns the position of the last element of the smallest set, taken in falling order of key
     * and rising order of id, whose sum reaches {@code target} (the very last element when nothing does). {@code count ≥
     * 1}.
     */
    static int lastOf(float[] keys, int[] ids, int count, double target) {
        int low = 0;
        int high = count;
        double before = 0;
        while (high - low > 1) {
            int pivot = partition(keys, ids, low, high);
            double heavier = 0;
            for (int i = low; i < pivot; i++) {
                heavier += keys[i];
            }
            if (before + heavier >= target && pivot > low) {
                high = pivot;
            } else if (before + heavier + keys[pivot] >= target || pivot == high - 1) {
                return pivot;
            } else {
                before += heavier + keys[pivot];
                low = pivot + 1;
            }
        }
        return low;
    }

    private static int partition(float[] keys, int[] ids, int low, int high) {
        int middle = (low + high) >>> 1;
        int last = high - 1;
        if (precedes(keys, ids, middle, low)) {
            swap(keys, ids, middle, low);
        }
        if (precedes(keys, ids, last, low)) {
            swap(keys, ids, last, low);
        }
        if (precedes(keys, ids, middle, last)) {
            swap(keys, ids, middle, last);
        }
        int store = low;
        for (int i = low; i < last; i++) {
            if (precedes(keys, ids, i, last)) {
                swap(keys, ids, i, store++);
            }
        }
        swap(keys, ids, store, last);
        return store;
    }

    private static boolean precedes(float[] keys, int[] ids, int a, int b) {
        return keys[a] > keys[b] || (keys[a] == keys[b] && ids[a] < ids[b]);
    }

    private static void swap(float[] keys, int[] ids, int a, int b) {
        float key = keys[a];
        keys[a] = keys[b];
        keys[b] = key;
        int id = ids[a];
        ids[a] = ids[b];
        ids[b] = id;
    }
}
