/** Catalogues with a CKAN Action API. Uses the HTTP transfer. */
@NullMarked
package org.jiaohui.connector.ckan;

import org.jspecify.annotations.NullMarked;
