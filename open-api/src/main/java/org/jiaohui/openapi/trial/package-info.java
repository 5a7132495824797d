/** What trials of sources and of targets show alike. Depends on the core alone. */
@NullMarked
package org.jiaohui.openapi.trial;

import org.jspecify.annotations.NullMarked;
