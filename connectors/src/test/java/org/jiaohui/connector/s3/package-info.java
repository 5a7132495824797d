/** Tests against a real server. */
@NullMarked
package org.jiaohui.connector.s3;

import org.jspecify.annotations.NullMarked;
