/** Keys and signatures of receipts: SM2 over SM3 by Bouncy Castle, Ed25519 by the JDK. The only place that knows either. */
@NullMarked
package org.jiaohui.hub.receipt;

import org.jspecify.annotations.NullMarked;
