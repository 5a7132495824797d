package org.jiaohui.connector.targets.file;

import java.io.IOException;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.source.ConnectorDescription;

/** How one kind of server with folders is reached. */
public interface FolderProtocol {
    ConnectorDescription description();

    AllowedHosts hosts();

    String host(SettingValues settings);

    int port(SettingValues settings);

    /**
     * Connects, and makes the folder where it is missing.
     *
     * @param place the folder; empty for where the login leads
     * @throws org.jiaohui.exchange.fault.ExchangeException TARGET_UNREACHABLE, TARGET_REFUSED_LOGIN, HOST_NOT_ALLOWED
     * @throws IOException the connection broke off
     */
    RemoteFolder open(SettingValues settings, String place) throws IOException;
}
