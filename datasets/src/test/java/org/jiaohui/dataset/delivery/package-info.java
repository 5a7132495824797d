@NullMarked
package org.jiaohui.dataset.delivery;

import org.jspecify.annotations.NullMarked;
