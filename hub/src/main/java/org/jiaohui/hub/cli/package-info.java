/** The commands of the launcher besides serving: status, stop, publish, demo, rebuild. They talk to a running hub over HTTP and through its home. */
@NullMarked
package org.jiaohui.hub.cli;

import org.jspecify.annotations.NullMarked;
