package org.jiaohui.exchange.drift;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.source.SpooledFile;

/** Delivered files of held runs, kept so that a run goes on without its source. */
public interface HeldDeliveries {
    /** Keeps copies of the files; what was kept for the run before is replaced. */
    void keep(RunId run, List<SpooledFile> files);

    /**
     * Brings the files back into a folder, in their order.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException OBJECT_STORE_UNAVAILABLE when they are not there as they were
     */
    List<SpooledFile> bring(RunId run, List<Hold.HeldFile> files, Path folder);

    /** Removes what was kept for the run; nothing happens when there is nothing. */
    void remove(RunId run);

    /** Removes what was kept for runs that are over, as a killed hub leaves it; returns how many objects. */
    int sweep(Predicate<RunId> over);
}
