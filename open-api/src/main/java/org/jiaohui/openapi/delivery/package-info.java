/** Targets, subscriptions and deliveries over HTTP; every one of them needs the administrator key, for they tell of inner systems. */
@NullMarked
package org.jiaohui.openapi.delivery;

import org.jspecify.annotations.NullMarked;
