/** What the disk does to everybody alike: folders that go away, space that runs out. */
@NullMarked
package org.jiaohui.exchange.disk;

import org.jspecify.annotations.NullMarked;
