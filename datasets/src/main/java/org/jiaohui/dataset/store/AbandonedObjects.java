package org.jiaohui.dataset.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jiaohui.dataset.iceberg.DatasetTables;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.run.RunId;

/** Data files and originals that belong to no version, because the hub that wrote them was killed. */
final class AbandonedObjects {
    private final ObjectStore objects;
    private final IcebergDatasetStore store;

    AbandonedObjects(ObjectStore objects, IcebergDatasetStore store) {
        this.objects = objects;
        this.store = store;
    }

    /** An object, the run that wrote it and the dataset it was meant for. */
    private record Candidate(String key, DatasetId dataset, RunId run) {}

    /**
     * Removes the objects of runs that are over. A run that is over commits nothing any more, so versions are looked at again after that was asked; the first
     * look only spares asking for every run of the past.
     */
    int remove(Predicate<RunId> over) {
        List<Candidate> abandoned = unused(candidates());
        Map<RunId, Boolean> asked = new HashMap<>();
        List<Candidate> dead = abandoned.stream()
                .filter(candidate -> asked.computeIfAbsent(candidate.run(), over::test))
                .toList();
        List<Candidate> removed = unused(dead);
        removed.forEach(candidate -> objects.delete(candidate.key()));
        return removed.size();
    }

    private List<Candidate> candidates() {
        List<ObjectStore.StoredObject> found = new ArrayList<>(objects.list(DatasetTables.folder()));
        found.addAll(objects.list(IcebergDatasetStore.ORIGINALS));
        return found.stream()
                .flatMap(object -> candidate(object.key()).stream())
                .toList();
    }

    private static Optional<Candidate> candidate(String key) {
        Optional<DatasetId> data = DatasetTables.findDatasetOfData(key);
        if (data.isPresent()) {
            return RunId.findAtStartOf(key.substring(key.lastIndexOf('/') + 1))
                    .map(run -> new Candidate(key, data.get(), run));
        }
        String[] parts = key.split("/", -1);
        return key.startsWith(IcebergDatasetStore.ORIGINALS) && parts.length == 4
                ? RunId.findAtStartOf(parts[2]).map(run -> new Candidate(key, new DatasetId(parts[1]), run))
                : Optional.empty();
    }

    private List<Candidate> unused(List<Candidate> candidates) {
        Map<DatasetId, Set<String>> used = new HashMap<>();
        return candidates.stream()
                .filter(candidate -> {
                    Set<String> names = used.computeIfAbsent(candidate.dataset(), this::used);
                    return !names.contains(candidate.key())
                            && !(candidate.key().startsWith(IcebergDatasetStore.ORIGINALS)
                                    && names.contains(candidate.run().value()));
                })
                .toList();
    }

    /** Keys of all data files of the dataset's versions, and the runs that made them. */
    private Set<String> used(DatasetId dataset) {
        Set<String> used = new HashSet<>();
        for (DatasetVersion version : store.everyVersion(dataset)) {
            used.add(version.run().value());
            store.dataFiles(version).forEach(file -> used.add(file.key()));
        }
        return used;
    }
}
