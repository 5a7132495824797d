package org.jiaohui.exchange.source.account;

import java.util.List;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.source.SourceId;

/** Which runs' sources have yet to be told how they ended. Survives every crash. */
public interface Acknowledgements {
    /** Notes, before the source is asked, that it will have to be told; noting again changes nothing. */
    void owe(RunId run, SourceId source);

    /** Of runs that have ended, those whose turn it is, oldest first. */
    List<Owed> listDue(int most);

    /** The source has been told. */
    void settle(RunId run);

    /** The source could not be told; its turn comes again after a pause that grows to five minutes. */
    void postpone(RunId run, String why);

    /** A source that has to be told. */
    record Owed(SourceId source, Acknowledgement acknowledgement) {}
}
