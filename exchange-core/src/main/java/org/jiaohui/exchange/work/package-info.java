/** How the threads of one hub go about their work: over and over, until the hub closes. Depends on nothing else of the core. */
@NullMarked
package org.jiaohui.exchange.work;

import org.jspecify.annotations.NullMarked;
