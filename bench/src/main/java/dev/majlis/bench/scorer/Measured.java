package dev.majlis.bench.scorer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A side and its measurements, one of each kind a round. */
final class Measured implements AutoCloseable {
    static final int CROWD = 32;

    private final Side side;
    private final List<Whole> whole = new ArrayList<>();
    private final List<Load> alone = new ArrayList<>();
    private final List<Load> crowd = new ArrayList<>();

    Measured(Side side) {
        this.side = side;
    }

    String name() {
        return side.name();
    }

    void warmUp(Duration length) {
        side.all();
        side.load(1, length);
    }

    void measure(Duration length) {
        whole.add(side.all());
        alone.add(side.load(1, length));
        crowd.add(side.load(CROWD, length));
    }

    double[] wholePerSecond() {
        return whole.stream().mapToDouble(Whole::perSecond).toArray();
    }

    float[] scores() {
        return whole.get(0).scores();
    }

    List<Load> alone() {
        return alone;
    }

    List<Load> crowd() {
        return crowd;
    }

    double padding() {
        return whole.get(0).padding();
    }

    @Override
    public void close() {
        side.close();
    }
}
