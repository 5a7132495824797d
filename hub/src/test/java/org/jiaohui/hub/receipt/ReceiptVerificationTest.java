package org.jiaohui.hub.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptAlgorithm;
import org.jiaohui.exchange.receipt.ReceiptCheck;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.receipt.ReceiptHead;
import org.jiaohui.exchange.receipt.ReceiptIssuer;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunInput;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.cli.ReceiptCommand;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever changes a receipt, or takes one away, is found out offline. */
class ReceiptVerificationTest {
    private static final int RECEIPTS = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(ReceiptAlgorithm.class)
    void aWholeChainHolds(ReceiptAlgorithm algorithm) {
        SigningKey key = key("a", algorithm);
        ReceiptCheck.Report report = check(key, chain(key));
        assertThat(report.faults()).isEmpty();
        assertThat(report.receipts()).isEqualTo(RECEIPTS);
        assertThat(report.endProven())
                .as("nobody can see offline that the last is the last")
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(ReceiptAlgorithm.class)
    void everyChangedByteIsFound(ReceiptAlgorithm algorithm) {
        SigningKey key = key("a", algorithm);
        byte[] whole = chain(key).getFirst().bytes();
        int found = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            ReceiptCheck check = new ReceiptCheck(keys(key), 1);
            check.take("r.json", changed);
            ReceiptCheck.Report report = check.conclude(OptionalLong.empty());
            assertThat(report.holds())
                    .as("byte %d: %s", at, new String(changed, UTF_8))
                    .isFalse();
            assertThat(report.faults().getFirst().message()).contains(" / ");
            found++;
        }
        assertThat(found).isGreaterThan(900);
        System.out.printf("%s: %d of %d changed bytes found%n", algorithm.label(), found, whole.length);
    }

    @ParameterizedTest
    @EnumSource(ReceiptAlgorithm.class)
    void everyRemovedReceiptIsFound(ReceiptAlgorithm algorithm) {
        SigningKey key = key("a", algorithm);
        List<Receipt> chain = chain(key);
        for (int gone = 0; gone < RECEIPTS - 1; gone++) {
            List<Receipt> left = new ArrayList<>(chain);
            left.remove(gone);
            assertThat(check(key, left).faults())
                    .as("without no. " + (gone + 1))
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.message()).contains("is missing"));
        }
        List<Receipt> cut = chain.subList(0, RECEIPTS - 1);
        assertThat(check(key, cut).holds()).as("the last one: invisible").isTrue();
        ReceiptCheck expecting = new ReceiptCheck(keys(key), 1);
        cut.forEach(receipt -> expecting.take("r", receipt.bytes()));
        assertThat(expecting.conclude(OptionalLong.of(RECEIPTS)).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("no. 4 instead of 5"));
        ReceiptCheck stated = new ReceiptCheck(keys(key), 1);
        cut.forEach(receipt -> stated.take("r", receipt.bytes()));
        stated.take("head", head(key, chain).bytes());
        ReceiptCheck.Report report = stated.conclude(OptionalLong.empty());
        assertThat(report.endProven()).isTrue();
        assertThat(report.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("the end was removed"));
    }

    @Test
    void everySwapAndEveryDoubledReceiptIsFound() {
        SigningKey key = key("a", ReceiptAlgorithm.SM2_SM3);
        List<Receipt> chain = chain(key);
        for (int i = 0; i < RECEIPTS; i++) {
            for (int j = i + 1; j < RECEIPTS; j++) {
                List<Receipt> swapped = new ArrayList<>(chain);
                Collections.swap(swapped, i, j);
                assertThat(check(key, swapped).holds()).as(i + " and " + j).isFalse();
            }
            List<Receipt> doubled = new ArrayList<>(chain);
            doubled.add(i, chain.get(i));
            assertThat(check(key, doubled).faults().getFirst().message()).contains("doubled or out of order");
        }
    }

    @Test
    void aReceiptThatWasMadeAgainWithTheRightKeyBreaksTheChain() {
        SigningKey key = key("a", ReceiptAlgorithm.SM2_SM3);
        List<Receipt> forged = new ArrayList<>(chain(key));
        ReceiptHead first = new ReceiptHead(1, forged.getFirst().digest(key));
        forged.set(1, issuer(key).issue(draft(2, 999), Instant.EPOCH, first));
        assertThat(check(key, forged).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("was replaced"));
    }

    @ParameterizedTest
    @EnumSource(ReceiptAlgorithm.class)
    void aForeignKeyIsNamed(ReceiptAlgorithm algorithm) {
        SigningKey own = key("a", algorithm);
        SigningKey foreign = key("b", algorithm);
        assertThat(check(own, chain(foreign)).faults())
                .hasSize(RECEIPTS)
                .allSatisfy(fault -> assertThat(fault.message()).contains("unknown key " + foreign.keyId()));
    }

    @Test
    void aChainGoesOnWithAnotherAlgorithm() {
        SigningKey sm2 = key("a", ReceiptAlgorithm.SM2_SM3);
        SigningKey ed25519 = key("b", ReceiptAlgorithm.ED25519);
        List<Receipt> chain = new ArrayList<>(chain(sm2));
        ReceiptHead head = new ReceiptHead(RECEIPTS, chain.getLast().digest(sm2));
        chain.add(issuer(ed25519).issue(draft(6, 1), Instant.EPOCH, head));
        ReceiptCheck check = new ReceiptCheck(new KnownKeys(() -> List.of(sm2.publicKey(), ed25519.publicKey())), 1);
        chain.forEach(receipt -> check.take("r", receipt.bytes()));
        assertThat(check.conclude(OptionalLong.of(6)).faults()).isEmpty();
    }

    @Test
    void theCommandSaysWhatItFoundWithoutAHub() throws IOException {
        SigningKey key = key("a", ReceiptAlgorithm.SM2_SM3);
        Path pem = Files.writeString(folder.resolve("key.pem"), key.publicKey());
        List<Receipt> chain = chain(key);
        Path lines = Files.writeString(folder.resolve("chain.jsonl"), text(chain));
        Path head = Files.write(folder.resolve("head.json"), head(key, chain).bytes());
        assertThat(verify(0, "--key", pem.toString(), lines.toString(), head.toString()))
                .contains("5 receipts hold")
                .doesNotContain("offline nobody can see");
        assertThat(verify(0, "--key", pem.toString(), lines.toString())).contains("offline nobody can see");
        Path cut = Files.writeString(folder.resolve("cut.jsonl"), text(chain.subList(0, 3)));
        assertThat(verify(2, "--key", pem.toString(), cut.toString(), "--expect-last", "5"))
                .contains("no. 3 instead of 5");
        Path tail = Files.writeString(folder.resolve("tail.jsonl"), text(chain.subList(2, 5)));
        assertThat(verify(2, "--key", pem.toString(), tail.toString())).contains("no. 1–2 is missing");
        assertThat(verify(0, "--key", pem.toString(), tail.toString(), "--from", "3"))
                .contains("3 receipts hold");
        Path changed = Files.writeString(
                folder.resolve("changed.jsonl"), text(chain).replaceFirst("\"count\":103", "\"count\":104"));
        assertThat(verify(2, "--key", pem.toString(), changed.toString()))
                .contains("changed.jsonl:3: ")
                .contains("the signature does not fit");
        assertThat(verify(2, "--key", pem.toString(), changed.toString(), "--json"))
                .contains("\"holds\":false")
                .contains("\"endProven\":false");
        Path empty = Files.writeString(folder.resolve("empty.json"), "");
        assertThat(verify(2, "--key", pem.toString(), empty.toString())).contains("no intact receipt");
        assertThatThrownBy(() -> ReceiptCommand.run(
                        Arguments.parse(List.of("verify", "--key", lines.toString(), lines.toString()))))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("there is no public key");
    }

    /** The signature is checked by a program that shares no code with ours. */
    @ParameterizedTest
    @EnumSource(ReceiptAlgorithm.class)
    void opensslAgrees(ReceiptAlgorithm algorithm) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")));
        SigningKey key = key("a", algorithm);
        Receipt receipt = chain(key).getFirst();
        Path pem = Files.writeString(folder.resolve("key.pem"), key.publicKey());
        Path message = Files.write(folder.resolve("signed.json"), receipt.signedBytes());
        Path signature = Files.write(folder.resolve("signature.bin"), receipt.signature());
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/openssl",
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                pem.toString(),
                "-rawin",
                "-in",
                message.toString(),
                "-sigfile",
                signature.toString()));
        if (algorithm == ReceiptAlgorithm.SM2_SM3) {
            command.addAll(List.of("-digest", "sm3", "-pkeyopt", "distid:1234567812345678"));
        }
        assertThat(output(command)).contains("Signature Verified Successfully");
        Files.writeString(message, new String(receipt.signedBytes(), UTF_8).replace("\"count\":101", "\"count\":102"));
        assertThat(output(command)).doesNotContain("Successfully");
        Path whole = Files.write(folder.resolve("receipt.json"), receipt.bytes());
        String digest = algorithm == ReceiptAlgorithm.SM2_SM3 ? "sm3" : "sha256";
        assertThat(output(List.of("/usr/bin/openssl", "dgst", "-" + digest, "-r", whole.toString())))
                .startsWith(receipt.digest(key).substring(receipt.digest(key).indexOf(':') + 1));
    }

    @Test
    void theKeyIsKeptForItsOwnerAloneAndStaysTheSame() throws IOException {
        Path file = folder.resolve("deep/receipt.key");
        SigningKey first = SigningKey.of(file, ReceiptAlgorithm.SM2_SM3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.of(file, ReceiptAlgorithm.SM2_SM3).keyId()).isEqualTo(first.keyId());
        assertThat(first.publicKey()).doesNotContain("PRIVATE").contains(first.keyId());
        assertThatThrownBy(() -> SigningKey.of(file, ReceiptAlgorithm.ED25519))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("is not a key of Ed25519");
        Files.writeString(file, "nothing");
        assertThatThrownBy(() -> SigningKey.of(file, ReceiptAlgorithm.SM2_SM3)).isInstanceOf(ExchangeException.class);
    }

    private SigningKey key(String name, ReceiptAlgorithm algorithm) {
        return SigningKey.of(folder.resolve(name + "-" + algorithm), algorithm);
    }

    private static KnownKeys keys(SigningKey key) {
        return new KnownKeys(() -> List.of(key.publicKey()));
    }

    private static ReceiptCheck.Report check(SigningKey key, List<Receipt> receipts) {
        ReceiptCheck check = new ReceiptCheck(keys(key), 1);
        receipts.forEach(receipt -> check.take("no. " + receipt.sequence(), receipt.bytes()));
        return check.conclude(OptionalLong.empty());
    }

    private static List<Receipt> chain(SigningKey key) {
        List<Receipt> chain = new ArrayList<>();
        ReceiptHead head = ReceiptHead.NONE;
        for (int i = 1; i <= RECEIPTS; i++) {
            Receipt next = issuer(key).issue(draft(i, 100 + i), Instant.parse("2026-11-27T00:00:0" + i + "Z"), head);
            chain.add(next);
            head = new ReceiptHead(next.sequence(), next.digest(key));
        }
        return chain;
    }

    private static Receipt head(SigningKey key, List<Receipt> chain) {
        return issuer(key)
                .stateHead(
                        "gates", new ReceiptHead(chain.size(), chain.getLast().digest(key)), Instant.EPOCH);
    }

    private static ReceiptIssuer issuer(SigningKey key) {
        return new ReceiptIssuer(key, "0f0e6d2c-hub", "Jiaohui test");
    }

    private static ReceiptDraft draft(int number, long rows) {
        String digest = "ab".repeat(32);
        return new ReceiptDraft(
                ReceiptDraft.Kind.RUN,
                "gates",
                RunId.create().value(),
                "gate-database",
                Optional.empty(),
                "Published",
                Optional.empty(),
                new ReceiptDraft.Amount(rows, Optional.of(digest)),
                ReceiptDraft.Amount.of(0),
                new ReceiptDraft.Amount(rows, Optional.of(digest)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new RunInput("通行\ud83d\ude97.csv", RunInput.Basis.FILE, 1234, digest)),
                List.of(new ReceiptDraft.Version(
                        "gates",
                        new DatasetId("gates"),
                        new VersionNumber(number),
                        Long.MAX_VALUE - number,
                        rows,
                        digest)),
                Optional.of("https://inner.example.cn/gates\nW/\"1\"\n"),
                1,
                Instant.EPOCH,
                Optional.of(Instant.EPOCH));
    }

    private static String text(List<Receipt> receipts) {
        StringBuilder lines = new StringBuilder();
        receipts.forEach(receipt -> lines.append(receipt.text()).append('\n'));
        return lines.toString();
    }

    private static String verify(int exit, String... words) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(shown, true, UTF_8));
        try {
            int code = ReceiptCommand.run(Arguments.parse(
                    Stream.concat(Stream.of("verify"), Stream.of(words)).toList()));
            assertThat(code).as(shown.toString(UTF_8)).isEqualTo(exit);
        } finally {
            System.setOut(before);
        }
        return shown.toString(UTF_8);
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
