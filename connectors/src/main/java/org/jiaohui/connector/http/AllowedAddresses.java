package org.jiaohui.connector.http;

import java.net.InetAddress;
import org.apache.hc.client5.http.DnsResolver;
import org.jiaohui.connector.AllowedHosts;

/** Has an HTTP client connect to the very addresses that were held against the allowed hosts. */
public record AllowedAddresses(AllowedHosts hosts) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) {
        return hosts.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
