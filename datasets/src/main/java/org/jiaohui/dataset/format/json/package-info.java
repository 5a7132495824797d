/**
 * JSON documents as tables: arrays of objects wherever they lie, lines of JSON, and GeoJSON features with their geometry as WKT. Read token by token with
 * Jackson; at most one row is in memory. Depends on the core and the row tables.
 */
@NullMarked
package org.jiaohui.dataset.format.json;

import org.jspecify.annotations.NullMarked;
