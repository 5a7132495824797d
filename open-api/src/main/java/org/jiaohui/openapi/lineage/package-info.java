/** Lineage: which run, inputs, rules and software made a version. */
@NullMarked
package org.jiaohui.openapi.lineage;

import org.jspecify.annotations.NullMarked;
