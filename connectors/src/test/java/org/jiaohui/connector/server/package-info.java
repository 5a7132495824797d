/** Real servers for the tests of sources and targets, on free loopback ports, in this process. */
@NullMarked
package org.jiaohui.connector.server;

import org.jspecify.annotations.NullMarked;
