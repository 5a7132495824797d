package org.jiaohui.hub;

import java.util.Arrays;
import java.util.List;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.cli.DemoCommand;
import org.jiaohui.hub.cli.PublishCommand;
import org.jiaohui.hub.cli.RebuildCommand;
import org.jiaohui.hub.cli.StatusCommand;
import org.jiaohui.hub.cli.StopCommand;

/** The program: {@code serve} runs the hub, the other words are the launcher's commands. */
public final class JiaohuiHub {
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
                case "rebuild" -> RebuildCommand.run(arguments);
                default -> throw new IllegalArgumentException("未知命令 / unknown command \"" + command + "\"");
            };
            if (exit != Serving.GOES_ON) {
                System.exit(exit);
            }
        } catch (ExchangeException | IllegalArgumentException trouble) {
            System.err.println("jiaohui: " + trouble.getMessage());
            System.exit(1);
        }
    }
}
