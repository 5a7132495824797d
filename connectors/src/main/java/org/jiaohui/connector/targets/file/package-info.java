/**
 * Files in somebody else's folder as targets: the rows as one CSV file a batch, and a manifest that is written last. Exactly-once rests on the names, which are
 * those of the batch: written again, the same file with the same bytes takes its own place.
 */
@NullMarked
package org.jiaohui.connector.targets.file;

import org.jspecify.annotations.NullMarked;
