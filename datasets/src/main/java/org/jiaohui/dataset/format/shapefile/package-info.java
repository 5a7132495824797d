/**
 * ESRI shapefiles (Esri whitepaper, July 1998) with their dBASE tables: one layer becomes one table with the geometry as WKT. Coordinates are never
 * converted; the name of their reference system stands in the description of the geometry column. Depends on the core and the row tables.
 */
@NullMarked
package org.jiaohui.dataset.format.shapefile;

import org.jspecify.annotations.NullMarked;
