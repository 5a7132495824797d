package org.jiaohui.exchange.source.trial;

import java.util.List;

/** The steps of a trial. */
public enum TrialStep {
    RESOLVE_HOST("解析主机", "Resolve the host"),
    CONNECT("建立连接", "Connect"),
    AUTHENTICATE("登录", "Authenticate"),
    PERMISSION("读取权限", "Permission to read"),
    SAMPLE("读取样本", "Read sample rows"),
    WRITE("写入权限", "Permission to write");

    /** What is tried of a source. */
    static final List<TrialStep> OF_SOURCE = List.of(RESOLVE_HOST, CONNECT, AUTHENTICATE, PERMISSION, SAMPLE);

    /** What is tried of a target; nothing is written. */
    static final List<TrialStep> OF_TARGET = List.of(RESOLVE_HOST, CONNECT, AUTHENTICATE, WRITE);

    private final String title;
    private final String titleEn;

    TrialStep(String title, String titleEn) {
        this.title = title;
        this.titleEn = titleEn;
    }

    public String title() {
        return title;
    }

    public String titleEn() {
        return titleEn;
    }
}
