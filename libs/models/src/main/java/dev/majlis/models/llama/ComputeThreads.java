package dev.majlis.models.llama;

import com.sun.jna.NativeLibrary;
import java.util.Locale;

/** How the natives' computing threads wait for each other. */
final class ComputeThreads {

    private static final String SPINS = "10000";

    private ComputeThreads() {}

    /**
     * Lets them spin for some 10 µs and then sleep, unless the environment says otherwise. The library's own default spins
     * for milliseconds: when another process wants the same core, the spinning thread keeps the one it waits for from
     * running. Must be called before the library is loaded, because that is when it reads its environment.
     */
    static void waitBriefly() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return;
        }
        if (System.getenv("OMP_WAIT_POLICY") == null) {
            NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {"GOMP_SPINCOUNT", SPINS, 0});
        }
    }
}
