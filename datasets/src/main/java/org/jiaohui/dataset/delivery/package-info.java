/** Files of versions that are delivered to others, in forms that need this module's formats. */
@NullMarked
package org.jiaohui.dataset.delivery;

import org.jspecify.annotations.NullMarked;
