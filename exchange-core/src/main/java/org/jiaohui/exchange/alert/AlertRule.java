package org.jiaohui.exchange.alert;

/** Why an alert is raised. Each rule has its entry in {@code docs/operations.md}. */
public enum AlertRule {
    /** A run Failed or was Rejected, and no retry is to follow. */
    RUN_FAILED("run-failed", "运行失败", "run failed"),
    /** A run that was planned has brought nothing within the time of grace. */
    LATE("late", "逾期", "late"),
    /** The source of a task that waits for arrivals cannot be listed for longer than the time of grace. */
    SOURCE_UNSEEN("source-unseen", "看不到数据源", "source unseen"),
    /** The source's columns are not the declared ones any more, and a run waits for a decision. */
    DRIFT_HELD("drift-held", "结构变化待定", "drift held"),
    /** What was read, published and delivered do not agree. */
    RECONCILIATION_DIFFERS("reconciliation-differs", "对账不平", "reconciliation differs"),
    /** The last delivery of a subscription has failed, and no attempt is to follow. */
    DELIVERY_FAILED("delivery-failed", "交付失败", "delivery failed");

    private final String label;
    private final String title;
    private final String titleEn;

    AlertRule(String label, String title, String titleEn) {
        this.label = label;
        this.title = title;
        this.titleEn = titleEn;
    }

    /** As interfaces write it. */
    public String label() {
        return label;
    }

    public String title() {
        return title;
    }

    public String titleEn() {
        return titleEn;
    }
}
