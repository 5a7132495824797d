package org.jiaohui.openapi.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jiaohui.exchange.fault.ErrorCode;

/** The trouble that an interface may tell of beside what its path and parameters show anyway; the OpenAPI description lists it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Problems {
    ErrorCode[] value();
}
