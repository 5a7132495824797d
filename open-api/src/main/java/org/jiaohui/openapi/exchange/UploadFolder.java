package org.jiaohui.openapi.exchange;

import java.nio.file.Path;

/** Where uploaded files are kept as sources. */
public record UploadFolder(Path folder) {}
