/** The channels by which alerts reach people: a signed webhook and e-mail. */
@NullMarked
package org.jiaohui.hub.alert;

import org.jspecify.annotations.NullMarked;
