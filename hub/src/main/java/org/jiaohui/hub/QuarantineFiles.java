package org.jiaohui.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.KeptFiles;
import org.jiaohui.exchange.dataset.Quarantine;
import org.jiaohui.exchange.run.RunId;

/** Unpacks the quarantine's kept files for download. */
final class QuarantineFiles implements Quarantine {
    private static final String HEADER = "row,column,rule,value,reason,raw\n";

    private final KeptFiles files;

    QuarantineFiles(KeptFiles files) {
        this.files = files;
    }

    @Override
    public void copy(RunId run, DatasetId dataset, OutputStream out, boolean header) throws IOException {
        Optional<KeptFiles.KeptFile> kept = files.findQuarantine(run, dataset);
        if (header) {
            out.write(HEADER.getBytes(StandardCharsets.UTF_8));
        }
        if (kept.isEmpty()) {
            return;
        }
        try (InputStream packed = kept.get().open();
                InputStream rows = new GZIPInputStream(packed)) {
            int octet = rows.read();
            while (octet >= 0 && octet != '\n') {
                octet = rows.read();
            }
            rows.transferTo(out);
        }
    }
}
