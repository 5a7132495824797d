/** Errors as RFC 9457 problem details with a code and a trace id. */
@NullMarked
package org.jiaohui.openapi.problem;

import org.jspecify.annotations.NullMarked;
