/** Receipts: handed out byte for byte as they were signed, with what a server can say of their validity. */
@NullMarked
package org.jiaohui.openapi.receipt;

import org.jspecify.annotations.NullMarked;
