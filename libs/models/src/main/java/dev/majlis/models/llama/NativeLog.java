package dev.majlis.models.llama;

import com.sun.jna.Pointer;
import org.jboss.logging.Logger;

/** Sends the native log to JBoss Logging: errors as warnings, everything else at debug. Never throws. */
final class NativeLog implements LlamaLibrary.LogCallback {

    private static final Logger LOG = Logger.getLogger("dev.majlis.models.llama.native");
    private static final int ERROR = 4;

    @Override
    public void log(int level, Pointer text, Pointer userData) {
        if (text == null) {
            return;
        }
        if (level != ERROR && !LOG.isDebugEnabled()) {
            return;
        }
        String line = text.getString(0, "UTF-8").strip();
        if (line.isEmpty()) {
            return;
        }
        if (level == ERROR) {
            LOG.warn(line);
        } else {
            LOG.debug(line);
        }
    }
}
