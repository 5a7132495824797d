package org.jiaohui.exchange.source;

import java.util.List;
import java.util.Optional;

/** What a connector is called and which settings it takes, so that a form can be drawn from it. */
public record ConnectorDescription(String type, String title, String titleEn, List<Setting> settings) {
    /** The type of a setting's value. */
    public enum SettingType {
        TEXT,
        INTEGER,
        /** 1 to 65535. */
        PORT,
        BOOLEAN,
        DURATION,
        URI,
        /** Text that may name servers with their ports: {@code jdbc:…}, {@code host:9092,host:9093}, a URI or a file. */
        ADDRESS,
        CHOICE
    }

    /**
     * One setting.
     *
     * @param secret never shown again once saved
     * @param choices allowed values of a {@code CHOICE}
     */
    public record Setting(
            String name,
            String title,
            String titleEn,
            SettingType type,
            boolean required,
            boolean secret,
            Optional<String> defaultValue,
            List<String> choices) {
        public Setting {
            choices = List.copyOf(choices);
        }

        public static Setting required(String name, String title, String titleEn, SettingType type) {
            return new Setting(name, title, titleEn, type, true, false, Optional.empty(), List.of());
        }

        public static Setting optional(
                String name, String title, String titleEn, SettingType type, String defaultValue) {
            return new Setting(name, title, titleEn, type, false, false, Optional.of(defaultValue), List.of());
        }

        /** One of several words; the first of them when it is not given. */
        public static Setting choice(String name, String title, String titleEn, String... choices) {
            return new Setting(
                    name, title, titleEn, SettingType.CHOICE, false, false, Optional.of(choices[0]), List.of(choices));
        }

        public static Setting secret(String name, String title, String titleEn) {
            return new Setting(name, title, titleEn, SettingType.TEXT, false, true, Optional.empty(), List.of());
        }
    }

    public ConnectorDescription {
        settings = List.copyOf(settings);
    }
}
