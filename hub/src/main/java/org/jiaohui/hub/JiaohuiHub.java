package org.jiaohui.hub;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.cli.DemoCommand;
import org.jiaohui.hub.cli.PublishCommand;
import org.jiaohui.hub.cli.RebuildCommand;
import org.jiaohui.hub.cli.ReceiptCommand;
import org.jiaohui.hub.cli.StatusCommand;
import org.jiaohui.hub.cli.StopCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;

/** The program: {@code serve} runs the hub, the other words are the launcher's commands. */
public final class JiaohuiHub {
    private static final Logger LOG = LoggerFactory.getLogger(JiaohuiHub.class);

    private JiaohuiHub() {}

    public static void main(String[] words) {
        String command = words.length == 0 ? "serve" : words[0];
        List<String> rest = words.length == 0 ? List.of() : Arrays.asList(words).subList(1, words.length);
        try {
            Arguments arguments = Arguments.parse(rest);
            int exit = switch (command) {
                case "serve" -> Serving.start(arguments);
                case "status" -> StatusCommand.run(arguments);
                case "stop" -> StopCommand.run(arguments);
                case "publish" -> PublishCommand.run(arguments);
                case "demo" -> DemoCommand.run(arguments);
                case "receipt" -> ReceiptCommand.run(arguments);
                case "rebuild" -> RebuildCommand.run(arguments);
                default -> throw new IllegalArgumentException("未知命令 / unknown command \"" + command + "\"");
            };
            if (exit != Serving.GOES_ON) {
                System.exit(exit);
            }
        } catch (ExchangeException | IllegalArgumentException trouble) {
            refuse(trouble);
        } catch (RuntimeException broken) {
            // Spring has taken note of the exception and would keep the JVM from printing it.
            Optional<ExchangeException> reason = reason(broken);
            if (reason.isEmpty()) {
                LOG.error("the hub cannot start", broken);
            }
            refuse(reason.isPresent() ? reason.get() : broken);
        }
    }

    private static void refuse(Exception trouble) {
        System.err.println("jiaohui: " + trouble.getMessage());
        System.exit(1);
    }

    /** What a part that could not be made says itself, below what Spring says of it. */
    private static Optional<ExchangeException> reason(Throwable broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExchangeException known) {
                return Optional.of(known);
            }
            if (cause instanceof BindException wrong) {
                return Optional.of(new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "设置 %1$s 的值不可用，见 docs/operations.md / the value of the setting %1$s cannot be used, see docs/operations.md: %2$s"
                                .formatted(
                                        wrong.getName(),
                                        wrong.getProperty() == null
                                                ? ""
                                                : wrong.getProperty().getValue()),
                        wrong));
            }
        }
        return Optional.empty();
    }
}
