package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.mend.RowNumbers;
import org.jiaohui.exchange.mend.RowOrder;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Reads which refused rows a mended file stands for, before anything is done with its values. */
final class SentNumbers {
    /** Names a refused row in the files that people mend. */
    static final String ROW = "_row";

    private static final int MOST_SAMPLES = 10;

    private final RowNumbers numbers = new RowNumbers();
    private final RowOrder order;
    private final List<Finding.Sample> samples = new ArrayList<>();
    private long read;
    private long wrong;

    private SentNumbers(RowOrder order) {
        this.order = order;
    }

    /** The numbers of a file's rows, which are added to the order in which the file has them; the fault when rows cannot be told apart. */
    static Result of(Formats.DeliveredTable table, RowOrder order) {
        boolean numbered = table.look(Optional.empty()).stream()
                .anyMatch(column -> column.name().equals(ROW));
        if (!numbered) {
            return new Result.Fault(
                    "文件缺少列 _row，无法认出各行，因此没有动用任何被拒绝的行；请保留下载文件中的列 _row 再上传",
                    "the file lacks the column _row, so its rows cannot be told apart, and no refused row was used up; keep the column _row of the downloaded file and send it again",
                    List.of());
        }
        return new SentNumbers(order).read(table);
    }

    /** What reading came to. */
    sealed interface Result {
        record Known(RowNumbers numbers) implements Result {}

        record Fault(String chinese, String english, List<Finding.Sample> samples) implements Result {}
    }

    private Result read(Formats.DeliveredTable table) {
        TableSchema only = TableSchema.of(List.of(Column.of(ROW, ColumnType.INTEGER)));
        try (TableSource source = table.read(Optional.of(only))) {
            Batch batch = new Batch(only, Batch.DEFAULT_CAPACITY);
            for (Optional<TablePart> part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
                long before = read;
                while (part.get()
                        .next(
                                batch,
                                (row, column, rule, value, reason, raw) -> refuse(before + row, value, reason, raw))) {
                    take(batch, before);
                }
                read = before + part.get().rowsRead();
            }
        }
        return wrong == 0
                ? new Result.Known(numbers)
                : new Result.Fault(
                        wrong + " 行的 _row 为空、不是行号或重复，或该行无法读取；请保留下载文件中的 _row",
                        wrong
                                + " rows have no number, a wrong one or one that occurs twice in the column _row, or cannot be read; keep _row as it was downloaded",
                        samples);
    }

    private void refuse(long row, String value, String reason, RawRow raw) {
        wrong++;
        if (samples.size() < MOST_SAMPLES) {
            String text = value.isEmpty() ? raw.text() : value;
            samples.add(new Finding.Sample(row + 1, text.length() > 200 ? text.substring(0, 200) : text, reason));
        }
    }

    private void take(Batch batch, long before) {
        for (int i = 0; i < batch.rows; i++) {
            long number = batch.column(0).nulls[i] ? 0 : batch.column(0).longs[i];
            boolean usable = number > 0 && number < Integer.MAX_VALUE;
            if (!usable || !numbers.add(number)) {
                String value = number == 0 ? "" : Long.toString(number);
                refuse(
                        before + batch.sourceRows[i],
                        value,
                        usable ? "行号重复 / the number occurs twice" : "没有行号 / there is no number of a row",
                        RawRow.of(""));
            } else {
                order.add(number);
            }
        }
    }
}
