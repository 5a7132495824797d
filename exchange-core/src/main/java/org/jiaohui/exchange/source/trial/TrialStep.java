package org.jiaohui.exchange.source.trial;

/** The steps of a trial, in their order. */
public enum TrialStep {
    RESOLVE_HOST("解析主机", "Resolve the host"),
    CONNECT("建立连接", "Connect"),
    AUTHENTICATE("登录", "Authenticate"),
    PERMISSION("读取权限", "Permission to read"),
    SAMPLE("读取样本", "Read sample rows");

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
