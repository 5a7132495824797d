package org.jiaohui.exchange.access;

/** The keys that open the writing interfaces. Only hashes are kept. */
public interface AdministratorKeys {
    /** Makes a key and returns it in clear, for the only time. */
    String create();

    /** Whether the text is a valid key; compares in constant time. */
    boolean verify(String key);

    /** Whether there is any key yet. */
    boolean exist();
}
