package org.jiaohui.exchange.run;

import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** How a running exchange tells where it is and learns that it must stop. Called by several threads. */
public interface RunProgress {
    /** Nobody watches and nobody stops. */
    RunProgress SILENT = new RunProgress() {
        @Override
        public void advanced(long rows, long bytes) {}

        @Override
        public boolean stopRequested() {
            return false;
        }
    };

    /** Rows and bytes so far in this step. */
    void advanced(long rows, long bytes);

    boolean stopRequested();

    /** Throws {@code STOPPED} when the run must stop. */
    default void checkStop() {
        if (stopRequested()) {
            throw new ExchangeException(ErrorCode.STOPPED, "运行被停止 / the run was stopped");
        }
    }
}
