/** Reconciliation: making statements, reading them as JSON, CSV or XLSX, and asking for what differs once more. */
@NullMarked
package org.jiaohui.openapi.reconcile;

import org.jspecify.annotations.NullMarked;
