/** Who may do what: one filter in front of every interface, so that the decision has one place to grow. */
@NullMarked
package org.jiaohui.openapi.access;

import org.jspecify.annotations.NullMarked;
