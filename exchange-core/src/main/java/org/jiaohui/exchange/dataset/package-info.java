/**
 * Datasets and their versions, and the ports behind which files are decoded, versions written, queried and downloaded.
 */
@NullMarked
package org.jiaohui.exchange.dataset;

import org.jspecify.annotations.NullMarked;
