package io.sluice.database;

import io.sluice.message.BadEvent;
import io.sluice.message.Defect;
import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The events of a transaction that don't become rows. Used on one event loop. */
final class Troubles {
    private final Map<EventRef, Trouble> byEvent = new HashMap<>();
    /** Records of which at least one event is in trouble: the others pass without being looked at. */
    private final Set<EventRef> records = new HashSet<>();
    /** Each value is decoded once. By identity: comparing records would compare their bytes. */
    private final IdentityHashMap<FetchedRecord, String> texts = new IdentityHashMap<>();

    /** Begins with what can be seen without asking PostgreSQL: records with a defect, events that came as bad ones, no text. */
    static Troubles in(Collection<Batch> batches) {
        Troubles troubles = new Troubles();
        for (Batch batch : batches) {
            for (FetchedRecord record : batch.records()) {
                Defect defect = record.defect();
                if (defect != null) {
                    EventRef whole = new EventRef(batch.key(), record.offset(), 0);
                    troubles.add(new Trouble(whole, Trouble.OF_KAFKA, defect.text(), null, record.value()));
                } else {
                    record.bad().forEach(bad -> troubles.add(entry(batch.key(), record, bad)));
                    troubles.read(batch.key(), record);
                }
            }
        }
        return troubles;
    }

    private static Trouble entry(PartitionKey key, FetchedRecord record, BadEvent bad) {
        EventRef event = new EventRef(key, record.offset(), bad.index());
        return new Trouble(event, Trouble.OF_VALIDATION, bad.reason(), null, bad.event());
    }

    private void read(PartitionKey key, FetchedRecord record) {
        String text = Lines.text(record.value());
        texts.put(record, text);
        if (!Lines.isText(record.value(), text)) {
            addUnsendable(key, record);
        }
    }

    /** What is known already, and what shows in batches that were changed since; a record's defect takes its events' place. */
    static Troubles joined(Collection<Batch> batches, Troubles known) {
        Troubles joined = in(batches);
        Set<EventRef> defective = joined.defective();
        known.byEvent.values().stream()
                .filter(trouble -> !defective.contains(wholeOf(trouble.event())))
                .forEach(joined::add);
        return joined;
    }

    /** Records that are in trouble as a whole. */
    private Set<EventRef> defective() {
        return byEvent.values().stream()
                .filter(trouble -> trouble.stage().equals(Trouble.OF_KAFKA))
                .map(Trouble::event)
                .collect(Collectors.toSet());
    }

    private void addUnsendable(PartitionKey key, FetchedRecord record) {
        List<Buffer> lines = Lines.split(record.value());
        for (int i = 0; i < lines.size(); i++) {
            Buffer line = lines.get(i);
            if (!Lines.isText(line, Lines.text(line))) {
                EventRef event = new EventRef(key, record.offset(), i);
                add(new Trouble(event, Trouble.OF_DATABASE, "holds NUL or is no UTF-8", "22021", line));
            }
        }
    }

    void add(Trouble trouble) {
        byEvent.put(trouble.event(), trouble);
        records.add(wholeOf(trouble.event()));
    }

    boolean contains(EventRef event) {
        return byEvent.containsKey(event);
    }

    int size() {
        return byEvent.size();
    }

    /** A record's value without its events that are in trouble. */
    String remaining(PartitionKey key, FetchedRecord record) {
        if (!records.contains(new EventRef(key, record.offset(), 0))) {
            String text = texts.get(record);
            return text == null ? Lines.text(record.value()) : text;
        }
        return Lines.without(Lines.split(record.value()), index -> contains(new EventRef(key, record.offset(), index)));
    }

    /** The entries that belong to these batches, in the order of the log. */
    List<Trouble> of(List<Batch> batches) {
        List<Trouble> entries = new ArrayList<>();
        Set<PartitionKey> keys = new HashSet<>();
        batches.forEach(batch -> keys.add(batch.key()));
        byEvent.values().stream()
                .filter(trouble -> keys.contains(trouble.event().key()))
                .sorted(Comparator.comparing((Trouble t) -> t.event().key())
                        .thenComparing(t -> t.event().offset())
                        .thenComparing(t -> t.event().index()))
                .forEach(entries::add);
        return entries;
    }

    private static EventRef wholeOf(EventRef event) {
        return new EventRef(event.key(), event.offset(), 0);
    }
}
