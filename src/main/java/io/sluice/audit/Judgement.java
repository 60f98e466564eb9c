package io.sluice.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what became of an event, from everything that PostgreSQL has of its position; tells what is wrong with it. Pure. */
final class Judgement {
    private final int partition;
    private final Findings findings;
    private long unproven;

    Judgement(int partition, Findings findings) {
        this.partition = partition;
        this.findings = findings;
    }

    /** Duplicates that only the counts can confirm, since the ledger has forgotten their id. */
    long unproven() {
        return unproven;
    }

    Fate of(KafkaEvent event, Verdict verdict, List<Stored> rows, List<Stored> entries) {
        Stored entry = entries.isEmpty() ? null : entries.get(0);
        boolean waits = entry != null && !entry.isMended();
        if (rows.size() + (waits ? 1 : 0) > 1) {
            fault(Findings.Kind.DOUBLED, event, rows.size() + " rows" + (waits ? " and an entry of trouble" : ""));
            return Fate.STORED;
        }
        if (!rows.isEmpty()) {
            row(event, verdict, rows.get(0), entry);
            return Fate.STORED;
        }
        if (entry != null && waits) {
            entry(event, entry);
            return "discarded".equals(entry.state()) ? Fate.DISCARDED : Fate.TROUBLE;
        }
        return nothing(event, verdict, entry);
    }

    /** What an operator mended differs, on purpose. */
    private void row(KafkaEvent event, Verdict verdict, Stored row, @Nullable Stored mended) {
        if (mended == null && verdict.wasBefore()) {
            fault(Findings.Kind.DOUBLED, event, "another event with its id was stored before");
        } else if (!row.client().equals(event.client())) {
            fault(Findings.Kind.DIFFERENT, event, "the row's client is " + row.client());
        } else if (row.receivedAt() != event.appendTime()) {
            fault(Findings.Kind.DIFFERENT, event, "the row's time isn't that of the record");
        } else if (mended == null && !row.md5().equals(verdict.md5())) {
            fault(Findings.Kind.DIFFERENT, event, "the row's payload isn't the event");
        }
    }

    private void entry(KafkaEvent event, Stored entry) {
        if (!entry.touched() && !entry.md5().equals(event.md5())) {
            fault(Findings.Kind.DIFFERENT, event, "the bytes in the trouble queue aren't the event");
        }
    }

    private Fate nothing(KafkaEvent event, Verdict verdict, @Nullable Stored mended) {
        if (mended == null && verdict.elsewhere()) {
            return Fate.DUPLICATE;
        }
        if (mended == null && verdict.hasId() && !verdict.isKnown()) {
            unproven++;
            return Fate.DUPLICATE;
        }
        fault(Findings.Kind.MISSING, event, "no row, no entry of trouble, no duplicate; client " + event.client());
        return Fate.LOST;
    }

    private void fault(Findings.Kind kind, KafkaEvent event, String what) {
        findings.fault(kind, partition, event.offset(), event.index(), what);
    }
}
