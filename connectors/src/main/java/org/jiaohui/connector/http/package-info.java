/** Downloads over HTTP, and the one HTTP transfer that every HTTP-based protocol uses: guarded hosts, limited redirects, checked lengths, time limits. */
@NullMarked
package org.jiaohui.connector.http;

import org.jspecify.annotations.NullMarked;
