package dev.majlis.nn.train;

/**
 * Where a run stands, between two updates. All randomness follows from the seed and these counters, so they are the state of
 * the random generators too.
 *
 * @param update updates made
 * @param epoch of the next update
 * @param position of the next update in its epoch
 * @param bestLoss lowest validation loss so far; infinite before the first look
 * @param bestUpdate updates made when it was measured
 * @param looksWithoutGain looks at the validation examples since then
 */
record TrainingState(long update, long epoch, int position, double bestLoss, long bestUpdate, int looksWithoutGain) {

    static TrainingState start() {
        return new TrainingState(0, 0, 0, Double.POSITIVE_INFINITY, 0, 0);
    }

    TrainingState afterUpdate(int updatesPerEpoch) {
        boolean last = position + 1 == updatesPerEpoch;
        return new TrainingState(
                update + 1, last ? epoch + 1 : epoch, last ? 0 : position + 1, bestLoss, bestUpdate, looksWithoutGain);
    }

    TrainingState afterLook(double loss) {
        return loss < bestLoss
                ? new TrainingState(update, epoch, position, loss, update, 0)
                : new TrainingState(update, epoch, position, bestLoss, bestUpdate, looksWithoutGain + 1);
    }
}
