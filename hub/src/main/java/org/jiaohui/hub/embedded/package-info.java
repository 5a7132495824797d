/** The parts that the embedded default runs beside the hub: PostgreSQL and a search node; and the home in which they keep their data. */
@NullMarked
package org.jiaohui.hub.embedded;

import org.jspecify.annotations.NullMarked;
