package org.jiaohui.exchange.dataset;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.TableSource;

/** Where versions of datasets lie. Every method may be called by several threads; for one dataset runs never overlap. */
public interface DatasetStore {
    /**
     * Reads the source to its end, checks every row against the schema's rules, writes accepted rows as data files and refused rows into the run's
     * quarantine. Nothing becomes visible. When it throws, what was written is removed.
     *
     * @param progress told of rows and bytes now and then; asked whether the run must stop
     */
    default StagedTable stage(RunId run, DatasetId dataset, TableSource source, RunProgress progress) {
        return stage(run, dataset, source, Merge.REPLACE, progress);
    }

    /**
     * The same for rows that are merged into the newest version that another run made. Rows that the merge itself refuses lie in quarantine too; what
     * committing would change is known afterwards.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG when the schema does not suit the merge
     */
    StagedTable stage(RunId run, DatasetId dataset, TableSource source, Merge merge, RunProgress progress);

    /**
     * Makes a staged table the dataset's next version, atomically. A second call for the same run and dataset returns the version that the first one made
     * and removes the files of the second.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException CONFLICT when rows were merged into a version that is no longer the newest
     */
    DatasetVersion commit(RunId run, StagedTable staged);

    /** Keeps the delivered file beside the version that this run makes of it. A second call replaces nothing. */
    void keepOriginal(RunId run, DatasetId dataset, SpooledFile file);

    /** Removes a staged table's files. */
    void drop(StagedTable staged);

    /** The version that a run committed, when it got that far: what recovery after a crash asks. */
    Optional<DatasetVersion> findByRun(DatasetId dataset, RunId run);

    /** The newest version, when there is any. */
    Optional<DatasetVersion> findLatest(DatasetId dataset);

    Optional<DatasetVersion> find(DatasetId dataset, VersionNumber number);

    /** All versions, newest first. */
    List<DatasetVersion> list(DatasetId dataset);

    /**
     * Removes data files and originals that runs left behind without making a version of them, as a killed hub does. Files of runs that are not over are
     * left alone.
     *
     * @param over whether a run has ended for good and will commit nothing any more
     * @return how many objects were removed
     */
    int sweep(Predicate<RunId> over);
}
