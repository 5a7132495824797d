package org.jiaohui.exchange.disk;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a full disk from other failures; neither the JDK nor the parts that we use have an exception of its own for it. */
public final class FullDisk {
    private FullDisk() {}

    /** Whether the failure or one of its causes says that space or quota has run out (ENOSPC and EDQUOT in the words of strerror). */
    public static boolean isBehind(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (said.contains("no space left") || said.contains("quota exceeded")) {
                return true;
            }
        }
        return false;
    }
}
