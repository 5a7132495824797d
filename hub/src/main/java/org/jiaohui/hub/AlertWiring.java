package org.jiaohui.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.exchange.alert.AlertChannel;
import org.jiaohui.exchange.alert.AlertSender;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.hub.alert.MailChannel;
import org.jiaohui.hub.alert.NoticeText;
import org.jiaohui.hub.alert.WebhookChannel;
import org.jiaohui.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Alerts, and who is told of them. */
@Configuration(proxyBeanMethods = false)
class AlertWiring {
    private static final String MAIL_MILLIS = "10000";

    /** The channels that the settings ask for. */
    record Channels(List<AlertChannel> all) {}

    @Bean
    Channels alertChannels(HubSettings settings) {
        HubSettings.AlertSettings alerts = settings.alerts();
        NoticeText text = new NoticeText(settings.baseUrl());
        AllowedHosts hosts = new AllowedHosts(settings.allowedHosts());
        List<AlertChannel> channels = new ArrayList<>();
        alerts.webhook()
                .ifPresent(address ->
                        channels.add(new WebhookChannel(address, alerts.webhookSecret(), hosts::resolve, text)));
        if (!alerts.mailTo().isEmpty()) {
            channels.add(new MailChannel(mailSender(alerts), alerts.mailFrom(), alerts.mailTo(), text));
        }
        return new Channels(channels);
    }

    @Bean
    Alerts alerts(Ledger ledger, Channels channels) {
        return ledger.alerts(channels.all().stream().map(AlertChannel::name).collect(Collectors.toSet()));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    AlertSender alertSender(Ledger ledger, Channels channels) {
        return new AlertSender(ledger.alertNotices(), channels.all(), Duration.ofSeconds(4));
    }

    private static JavaMailSenderImpl mailSender(HubSettings.AlertSettings alerts) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(alerts.smtpHost());
        sender.setPort(alerts.smtpPort());
        sender.setDefaultEncoding("UTF-8");
        Properties properties = sender.getJavaMailProperties();
        for (String limit : List.of("connectiontimeout", "timeout", "writetimeout")) {
            properties.setProperty("mail.smtp." + limit, MAIL_MILLIS);
        }
        if (!alerts.smtpUser().isEmpty()) {
            sender.setUsername(alerts.smtpUser());
            sender.setPassword(alerts.smtpPassword());
            properties.setProperty("mail.smtp.auth", "true");
        }
        if (alerts.smtpTls()) {
            properties.setProperty("mail.smtp.starttls.enable", "true");
            properties.setProperty("mail.smtp.starttls.required", "true");
            properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        }
        return sender;
    }
}
