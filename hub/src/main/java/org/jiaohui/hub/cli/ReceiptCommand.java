package org.jiaohui.hub.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptCheck;
import org.jiaohui.hub.receipt.KnownKeys;

/** {@code receipt verify FILE…}: needs no hub; exit 0 when everything holds, 2 when something does not. */
public final class ReceiptCommand {
    private static final int LONGEST_LINE = 16 << 20;

    private ReceiptCommand() {}

    public static int run(Arguments arguments) {
        List<String> words = arguments.words();
        if (words.size() < 2 || !words.getFirst().equals("verify")) {
            throw new IllegalArgumentException(
                    "用法 / usage: ./jiaohui receipt verify FILE… [--key FILE] [--from N] [--expect-last N] [--json]");
        }
        ReceiptCheck check =
                new ReceiptCheck(keys(arguments), number(arguments, "--from").orElse(1));
        for (String file : words.subList(1, words.size())) {
            read(Path.of(file), check);
        }
        ReceiptCheck.Report report = check.conclude(number(arguments, "--expect-last"));
        if (arguments.has("--json")) {
            System.out.println(HubClient.JSON.writeValueAsString(json(report)));
        } else {
            print(report);
        }
        return report.holds() ? 0 : 2;
    }

    private static KnownKeys keys(Arguments arguments) {
        List<Path> files = arguments
                .option("--key")
                .map(name -> List.of(Path.of(name)))
                .orElseGet(() -> keysOfHome(arguments.home()));
        List<String> texts = files.stream().map(ReceiptCommand::text).toList();
        KnownKeys keys = new KnownKeys(() -> texts);
        if (keys.size() == 0) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "没有可用的公钥：请用 --key 给出（GET /api/v1/receipts/key） / there is no public key: give it with --key (GET /api/v1/receipts/key)");
        }
        return keys;
    }

    private static List<Path> keysOfHome(Path home) {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.getFileName().toString().matches("receipt-.+\\.key"))
                    .toList();
        } catch (IOException unreadable) {
            throw new ExchangeException(ErrorCode.BAD_REQUEST, "无法读取 / cannot read " + home, unreadable);
        }
    }

    /** One receipt a line; a zip's members come in their order. */
    private static void read(Path file, ReceiptCheck check) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(2);
            boolean zip = in.read() == 'P' && in.read() == 'K';
            in.reset();
            if (!zip) {
                lines(file.toString(), in, check);
                return;
            }
            ZipInputStream members = new ZipInputStream(in);
            for (ZipEntry member = members.getNextEntry(); member != null; member = members.getNextEntry()) {
                lines(file + "/" + member.getName(), members, check);
            }
        } catch (IOException unreadable) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST, "无法读取 / cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static void lines(String name, InputStream in, ReceiptCheck check) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long number = 1;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                check.take(name + ":" + number, line.toByteArray());
                line.reset();
                number++;
            } else if (line.size() < LONGEST_LINE) {
                line.write(octet);
            }
        }
        if (line.size() > 0 || number == 1) {
            check.take(number == 1 ? name : name + ":" + number, line.toByteArray());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new ExchangeException(ErrorCode.BAD_REQUEST, "无法读取 / cannot read " + file, unreadable);
        }
    }

    private static OptionalLong number(Arguments arguments, String name) {
        Optional<String> text = arguments.option(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(name + " 要一个整数 / needs a whole number: " + text.get(), wrong);
        }
    }

    private static Map<String, Object> json(ReceiptCheck.Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("holds", report.holds());
        json.put("receipts", report.receipts());
        json.put("lastOfTask", report.lastOfTask());
        json.put("endProven", report.endProven());
        List<Map<String, String>> faults = new ArrayList<>();
        report.faults().forEach(fault -> faults.add(Map.of("where", fault.where(), "message", fault.message())));
        json.put("faults", faults);
        return json;
    }

    private static void print(ReceiptCheck.Report report) {
        report.faults().forEach(fault -> System.out.println("✗ " + fault.where() + ": " + fault.message()));
        report.lastOfTask()
                .forEach((chain, last) -> System.out.println("  %2$s：到第 %1$d 号 / %3$s: up to no. %1$d"
                        .formatted(last, Receipt.chinese(chain), Receipt.english(chain))));
        System.out.println(
                report.holds()
                        ? "✓ %1$d 张回执完好，签名与链条都成立 / %1$d receipts hold: signatures and chains are sound"
                                .formatted(report.receipts())
                        : "✗ 验证未通过：%1$d 处问题 / not sound: %1$d faults"
                                .formatted(report.faults().size()));
        if (!report.endProven()) {
            System.out.println(
                    "! 离线看不出链尾之后是否还有回执：请加上链尾声明文件（GET /api/v1/tasks/{id}/receipts/head）或 --expect-last N / offline nobody can see whether more receipts follow the last: add the head statement (GET /api/v1/tasks/{id}/receipts/head) or --expect-last N");
        }
    }
}
