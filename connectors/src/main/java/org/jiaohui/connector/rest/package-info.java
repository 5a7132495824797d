/** Paged JSON interfaces, laid down as one NDJSON file. Uses the HTTP transfer. */
@NullMarked
package org.jiaohui.connector.rest;

import org.jspecify.annotations.NullMarked;
