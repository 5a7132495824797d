/**
 * What happens when a source no longer looks as it did: the difference between two schemas, what a task wants done about it, and runs that are held until
 * somebody decides. Depends on tables, datasets and runs of the core; the ports are served by the ledger and the object store.
 */
@NullMarked
package org.jiaohui.exchange.drift;

import org.jspecify.annotations.NullMarked;
