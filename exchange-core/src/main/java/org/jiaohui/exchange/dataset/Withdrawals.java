package org.jiaohui.exchange.dataset;

import java.util.Optional;

/** Which versions of datasets were withdrawn: they lie where they lay, as evidence, and nobody is given them any more. */
@FunctionalInterface
public interface Withdrawals {
    Withdrawals NONE = dataset -> Optional.empty();

    /** The newest withdrawn version; all before it are withdrawn too, all after it are not. */
    Optional<VersionNumber> upTo(DatasetId dataset);
}
