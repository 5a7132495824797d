package org.jiaohui.hub.alert;

import java.util.List;
import org.jiaohui.exchange.alert.AlertChannel;
import org.jiaohui.exchange.alert.AlertNotice;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** Sends every notice as one e-mail to all who are to know. */
public final class MailChannel implements AlertChannel {
    private final JavaMailSender sender;
    private final String from;
    private final List<String> to;
    private final NoticeText text;

    /** @param sender has time limits of its own */
    public MailChannel(JavaMailSender sender, String from, List<String> to, NoticeText text) {
        this.sender = sender;
        this.from = from;
        this.to = List.copyOf(to);
        this.text = text;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public void tell(AlertNotice notice) {
        SimpleMailMessage letter = new SimpleMailMessage();
        letter.setFrom(from);
        letter.setTo(to.toArray(String[]::new));
        letter.setSubject(text.subject(notice));
        letter.setText(text.letter(notice));
        sender.send(letter);
    }
}
