/** The shell of the portal with server-rendered head and body, the sitemap and robots.txt. */
@NullMarked
package org.jiaohui.openapi.portal;

import org.jspecify.annotations.NullMarked;
