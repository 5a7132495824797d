/** The data.json catalogues of Project Open Data. Uses the HTTP transfer or the file roots. */
@NullMarked
package org.jiaohui.connector.datajson;

import org.jspecify.annotations.NullMarked;
