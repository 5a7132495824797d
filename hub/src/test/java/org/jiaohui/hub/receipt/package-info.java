@org.jspecify.annotations.NullMarked
package org.jiaohui.hub.receipt;
