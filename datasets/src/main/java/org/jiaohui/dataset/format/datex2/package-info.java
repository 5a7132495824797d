/**
 * DATEX II, the European standard of traffic messages (CEN 16157), as tables: situations, measurements, sites and parking. Depends on the XML package beside it.
 */
@NullMarked
package org.jiaohui.dataset.format.datex2;

import org.jspecify.annotations.NullMarked;
