package org.jiaohui.exchange.catalogue;

import java.util.Optional;

/**
 * A ministry bureau, provincial department or operator.
 *
 * @param code unified social credit code (GB 32100), or a local code where none is known
 */
public record Organization(String code, String name, Optional<String> nameEn) {}
