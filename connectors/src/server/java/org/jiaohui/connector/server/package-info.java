/** Real servers for the tests of sources and targets, on free loopback ports, in this process. Those that the hub's tests start too lie in {@code src/server}. */
@NullMarked
package org.jiaohui.connector.server;

import org.jspecify.annotations.NullMarked;
