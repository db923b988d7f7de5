package dev.majlis.foe.drift;

/**
 * When inputs count as drifted.
 *
 * @param window inputs of late over which ranks are averaged
 * @param least inputs before an alarm can be raised
 * @param patience inputs in a row for which the mean must lie outside of the band
 */
public record DriftSettings(int window, int least, int patience) {
    public static final DriftSettings DEFAULT = new DriftSettings(200, 50, 20);

    public DriftSettings {
        if (window < 1 || least < 1 || least > window || patience < 1) {
            throw new IllegalArgumentException("window " + window + " and patience " + patience
                    + " must be positive, least " + least + " from 1 to window");
        }
    }
}
