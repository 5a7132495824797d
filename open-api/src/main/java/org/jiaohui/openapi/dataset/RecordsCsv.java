package org.jiaohui.openapi.dataset;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetQueries;
import org.jiaohui.exchange.dataset.DatasetQueries.RecordPage;
import org.jiaohui.exchange.dataset.DatasetQueries.RecordQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;

/**
 * The answer to a question as one CSV file, in the dialect of the CSV download. It holds all rows: when a later page fails, the connection breaks, so that half a
 * file is never taken for a whole one.
 */
final class RecordsCsv {
    static final String MEDIA_TYPE = "text/csv";
    private static final int PAGE = 10_000;

    private final DatasetQueries queries;
    private final DatasetId dataset;

    RecordsCsv(DatasetQueries queries, DatasetId dataset) {
        this.queries = queries;
        this.dataset = dataset;
    }

    /** The first page is read before the answer begins: a wrong question is a problem, not a broken file. */
    void answer(RecordQuery question, long most, HttpServletResponse response) throws ServletException {
        RecordPage first = page(question, most, Optional.empty());
        String file = dataset + "-" + first.version() + "-records.csv";
        response.setContentType(MEDIA_TYPE + ";charset=UTF-8");
        response.setHeader("Vary", "Accept");
        response.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment()
                        .filename(file, StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Dataset-Version", first.version().toString());
        try {
            Writer out = new BufferedWriter(
                    new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 16);
            write(question, most, first, out);
            out.flush();
        } catch (IOException | RuntimeException broken) {
            throw new ServletException("CSV of " + dataset + " " + first.version() + " ended early", broken);
        }
    }

    private void write(RecordQuery question, long most, RecordPage first, Writer out) throws IOException {
        line(
                out,
                first.columns().stream().map(DatasetQueries.ResultColumn::name).toList());
        long left = most;
        RecordPage page = first;
        while (true) {
            for (List<@Nullable Object> row : page.rows()) {
                line(out, row);
            }
            left -= page.rows().size();
            if (page.next().isEmpty() || left <= 0) {
                return;
            }
            page = page(question, left, page.next());
        }
    }

    private RecordPage page(RecordQuery question, long most, Optional<String> cursor) {
        return queries.records(
                dataset,
                new RecordQuery(
                        cursor.isPresent() ? Optional.empty() : question.version(),
                        question.select(),
                        question.where(),
                        question.group(),
                        question.order(),
                        (int) Math.min(PAGE, most),
                        cursor));
    }

    private static void line(Writer out, List<? extends @Nullable Object> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            cell(out, cells.get(i));
        }
        out.write('\n');
    }

    /** Null is empty and empty text is {@code ""}; nothing else is altered. */
    private static void cell(Writer out, @Nullable Object cell) throws IOException {
        if (cell == null) {
            return;
        }
        String text = cell instanceof BigDecimal decimal ? decimal.toPlainString() : cell.toString();
        boolean quoted = text.isEmpty();
        for (int i = 0; i < text.length() && !quoted; i++) {
            char c = text.charAt(i);
            quoted = c == ',' || c == '"' || c == '\n' || c == '\r';
        }
        if (quoted) {
            out.write('"');
            out.write(text.replace("\"", "\"\""));
            out.write('"');
        } else {
            out.write(text);
        }
    }
}
