package org.jiaohui.connector.targets.file;

import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.source.ConnectorDescription;

/** How one kind of server with folders is reached. */
public interface FolderProtocol {
    ConnectorDescription description();

    /**
     * Connects, and makes the folder where it is missing.
     *
     * @param place the folder; empty for where the login leads
     * @throws org.jiaohui.exchange.fault.ExchangeException TARGET_UNREACHABLE, TARGET_REFUSED_LOGIN, HOST_NOT_ALLOWED
     */
    RemoteFolder open(SettingValues settings, String place);
}
