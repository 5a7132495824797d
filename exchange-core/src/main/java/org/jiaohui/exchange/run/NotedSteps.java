package org.jiaohui.exchange.run;

/** Passes progress on and remembers the step, so that a run that fails can say where. */
final class NotedSteps implements ExchangeEngine.StepProgress {
    private final ExchangeEngine.StepProgress progress;
    private volatile String step = "fetching";

    NotedSteps(ExchangeEngine.StepProgress progress) {
        this.progress = progress;
    }

    String reached() {
        return step;
    }

    @Override
    public void step(String name) {
        step = name;
        progress.step(name);
    }

    @Override
    public void tableBegins() {
        progress.tableBegins();
    }

    @Override
    public void advanced(long rows, long bytes) {
        progress.advanced(rows, bytes);
    }

    @Override
    public boolean stopRequested() {
        return progress.stopRequested();
    }
}
