package dev.majlis.bench.foe.mesh;

import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Requests about ever new remarks; each run ends when every request has ended. */
final class Load {
    private final AtomicLong numbers;

    /** @param first number of a remark; later runs go on from there */
    Load(long first) {
        this.numbers = new AtomicLong(first);
    }

    /**
     * What a run gave.
     *
     * @param seconds from the first request to the last end
     */
    record Run(PredictLedger ledger, double seconds) {
        double perSecond() {
            return ledger.answered() / seconds;
        }
    }

    /** Requests begin at their times, whether earlier ones have ended or not. */
    Run offered(Asker asker, double perSecond, BooleanSupplier goesOn) {
        var ledger = new PredictLedger();
        var underWay = new Phaser(1);
        long began = System.nanoTime();
        for (long number = 0; goesOn.getAsBoolean(); number++) {
            long due = began + (long) (number * 1e9 / perSecond);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            underWay.register();
            ask(asker, ledger, due, underWay::arriveAndDeregister);
        }
        underWay.arriveAndAwaitAdvance();
        return new Run(ledger, (System.nanoTime() - began) / 1e9);
    }

    /** So many callers, of whom each asks again when it has its answer. */
    Run waiting(Asker asker, int callers, BooleanSupplier goesOn) {
        var ledger = new PredictLedger();
        var free = new Semaphore(callers);
        long began = System.nanoTime();
        while (goesOn.getAsBoolean()) {
            free.acquireUninterruptibly();
            ask(asker, ledger, System.nanoTime(), free::release);
        }
        free.acquireUninterruptibly(callers);
        return new Run(ledger, (System.nanoTime() - began) / 1e9);
    }

    private void ask(Asker asker, PredictLedger ledger, long due, Runnable end) {
        var remark = MadeUpRemarks.remark(numbers.getAndIncrement());
        ledger.asked();
        asker.ask(remark).whenComplete((ending, never) -> {
            ledger.ended(remark, ending, System.nanoTime() - due);
            end.run();
        });
    }
}
