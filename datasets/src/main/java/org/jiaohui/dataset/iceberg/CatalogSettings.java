package org.jiaohui.dataset.iceberg;

/**
 * The PostgreSQL database that holds Iceberg's catalogue, in a schema {@code iceberg} of its own.
 *
 * @param url JDBC address
 */
public record CatalogSettings(String url, String user, String password) {
    @Override
    public String toString() {
        return "CatalogSettings[" + url + ", " + user + "]";
    }
}
