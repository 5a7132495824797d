/** Datasets over HTTP: finding, describing, reading rows and downloading. */
@NullMarked
package org.jiaohui.openapi.dataset;

import org.jspecify.annotations.NullMarked;
