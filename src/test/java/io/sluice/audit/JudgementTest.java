package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What became of an event that an operator had to do with, or whose id was there before. */
class JudgementTest {
    private static final KafkaEvent EVENT = new KafkaEvent(7, 1, 1_000, "web", null, false, Buffer.buffer("{}"));
    private static final Verdict NO_ID = new Verdict("sum", false, false, false, false, false);

    private final List<String> told = new ArrayList<>();
    private final Findings findings = new Findings(told::add, 10);
    private final Judgement judgement = new Judgement(3, findings);

    private static Stored row(String md5) {
        return new Stored(true, 3, 7, 1, "web", 1_000, md5, null, false);
    }

    private static Stored entry(String state, String md5, boolean touched) {
        return new Stored(true, 3, 7, 1, "web", 1_000, md5, state, touched);
    }

    @Test
    void whatWasMendedAndRequeuedMayDiffer() {
        Fate fate = judgement.of(EVENT, NO_ID, List.of(row("other")), List.of(entry("stored", "other", true)));

        assertThat(fate).isEqualTo(Fate.STORED);
        assertThat(findings.isClean()).isTrue();
    }

    @Test
    void whatIsSaidToBeRequeuedAndHasNoRowIsMissing() {
        Fate fate = judgement.of(EVENT, NO_ID, List.of(), List.of(entry("stored", "x", true)));

        assertThat(fate).isEqualTo(Fate.LOST);
        assertThat(told.get(0)).startsWith("missing  partition 3, offset 7, index 1");
    }

    @Test
    void anEntryThatWasEditedMayDifferAndADiscardedOneIsNotMissing() {
        Fate edited = judgement.of(EVENT, NO_ID, List.of(), List.of(entry("open", "x", true)));
        Fate discarded = judgement.of(EVENT, NO_ID, List.of(), List.of(entry("discarded", EVENT.md5(), false)));

        assertThat(List.of(edited, discarded)).containsExactly(Fate.TROUBLE, Fate.DISCARDED);
        assertThat(findings.isClean()).isTrue();
    }

    @Test
    void aRowBesideAnEntryThatWaitsIsDoubled() {
        judgement.of(EVENT, NO_ID, List.of(row("sum")), List.of(entry("discarded", "x", true)));

        assertThat(told.get(0)).startsWith("doubled  partition 3, offset 7, index 1: 1 rows and an entry");
    }

    @Test
    void anIdThatTheLedgerHasAsThisVeryEventIsNoDuplicate() {
        Fate fate = judgement.of(EVENT, new Verdict("sum", true, true, false, true, true), List.of(), List.of());

        assertThat(fate).isEqualTo(Fate.LOST);
    }

    @Test
    void aRowWhoseIdIsKnownFromALaterEventIsNotDoubled() {
        Verdict expiredSince = new Verdict("sum", true, false, true, false, true);

        judgement.of(EVENT, expiredSince, List.of(row("sum")), List.of());

        assertThat(findings.isClean()).isTrue();
    }
}
