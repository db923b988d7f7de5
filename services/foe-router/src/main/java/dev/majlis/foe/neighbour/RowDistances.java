package dev.majlis.foe.neighbour;

/** Sums of distances behind {@link RunningDistances}: to all rows, or to those of the lists that are near. */
sealed interface RowDistances permits AllRows, NearLists {
    void add(int expert, float[] features);

    Nearest nearest(int k, int excluded);

    /** The nearest with one more expert, which is not kept. */
    Nearest nearestWith(int expert, float[] features, int k, int excluded);

    double squared(int row);
}
