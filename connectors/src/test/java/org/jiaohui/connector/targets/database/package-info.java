@NullMarked
package org.jiaohui.connector.targets.database;

import org.jspecify.annotations.NullMarked;
