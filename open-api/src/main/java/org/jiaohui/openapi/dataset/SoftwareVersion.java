package org.jiaohui.openapi.dataset;

/** The version of this software, as lineage names it. */
public record SoftwareVersion(String value) {}
