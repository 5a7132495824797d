/** Assembly: the main class, the configuration, the embedded parts. May depend on every other module; nothing depends on it. */
@NullMarked
package org.jiaohui.hub;

import org.jspecify.annotations.NullMarked;
