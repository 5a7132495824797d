@NullMarked
package org.jiaohui.ledger;

import org.jspecify.annotations.NullMarked;
