@NullMarked
package org.jiaohui.dataset.objectstore;

import org.jspecify.annotations.NullMarked;
