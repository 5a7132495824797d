/** Tests against real servers, with Kamelets of the catalogue and of a folder. */
@NullMarked
package org.jiaohui.connector.kamelet;

import org.jspecify.annotations.NullMarked;
