@NullMarked
package org.jiaohui.connector.rest;

import org.jspecify.annotations.NullMarked;
