/**
 * Refused rows that come back: mended by a person, or checked again after the rules changed. Depends on datasets, runs and sources of the core; the ports are
 * served by the ledger and the object store.
 */
@NullMarked
package org.jiaohui.exchange.mend;

import org.jspecify.annotations.NullMarked;
