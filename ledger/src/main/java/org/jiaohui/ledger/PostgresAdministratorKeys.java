package org.jiaohui.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jiaohui.exchange.access.AdministratorKeys;

final class PostgresAdministratorKeys implements AdministratorKeys {
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;

    PostgresAdministratorKeys(Database database) {
        this.database = database;
    }

    @Override
    public String create() {
        byte[] random = new byte[KEY_BYTES];
        RANDOM.nextBytes(random);
        String key = "jh_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        database.plain(() -> database.sql("insert into ledger.administrator_key (digest) values (:digest)")
                .param("digest", digest(key))
                .update());
        return key;
    }

    @Override
    public boolean verify(String key) {
        byte[] asked = digest(key);
        boolean found = false;
        for (byte[] valid : digests()) {
            found |= MessageDigest.isEqual(asked, valid);
        }
        return found;
    }

    @Override
    public boolean exist() {
        return !digests().isEmpty();
    }

    private List<byte[]> digests() {
        return database.plain(() -> database.sql("select digest from ledger.administrator_key")
                .query((row, n) -> row.getBytes("digest"))
                .list());
    }

    private static byte[] digest(String key) {
        return Digests.sha256(key.getBytes(UTF_8));
    }
}
