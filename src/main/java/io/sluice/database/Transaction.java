package io.sluice.database;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The steps of one storing transaction. Their order is the promise:
 *
 * <pre>
 *   BEGIN → fence → appended → ids and rows of stream A → of stream B → trouble → advance → COMMIT
 *           raises where epoch or offset differ     each tallies what it wrote  └ raises unless the tally is the events read
 * </pre>
 */
final class Transaction {
    private final List<Batch> batches;
    private final Troubles troubles;
    private final IdCheck check;

    /** Batches in any order, at most one for each partition. */
    Transaction(List<Batch> batches, Troubles troubles, IdCheck check) {
        this.batches = batches.stream().sorted(Comparator.comparing(Batch::key)).toList();
        this.troubles = troubles;
        this.check = check;
    }

    /** Everything between BEGIN and COMMIT. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        steps.add(fence());
        steps.add(Counts.appended(batches));
        byStream().values().forEach(ofStream -> {
            Rows rows = Rows.of(ofStream, troubles);
            if (!rows.isEmpty()) {
                steps.addAll(rows.steps(ofStream.get(0).stream(), check));
            }
        });
        List<Trouble> entries = troubles.of(batches);
        if (!entries.isEmpty()) {
            steps.add(TroubleRows.step(entries, batches));
        }
        steps.add(advance());
        return steps;
    }

    /** The batches that one statement can store: of one stream and one topic. */
    Map<String, List<Batch>> byStream() {
        Map<String, List<Batch>> byStream = new TreeMap<>();
        batches.forEach(batch -> byStream.computeIfAbsent(
                        batch.stream().name() + ' ' + batch.topicId(), name -> new ArrayList<>())
                .add(batch));
        return byStream;
    }

    private Step fence() {
        return new Step(
                Sql.FENCE.text(),
                Tuple.of(
                        topics(),
                        partitions(),
                        ArrayColumn.of(batches, Batch::epoch, Long[]::new),
                        ArrayColumn.of(batches, Batch::offset, Long[]::new)));
    }

    private Step advance() {
        return new Step(
                Sql.ADVANCE.text(),
                Tuple.of(
                        topics(),
                        partitions(),
                        ArrayColumn.of(batches, Batch::nextOffset, Long[]::new),
                        ArrayColumn.of(batches, Batch::leaderEpoch, Integer[]::new),
                        ArrayColumn.of(batches, Batch::appendTime, Long[]::new),
                        batches.stream().mapToLong(Batch::events).sum()));
    }

    private String[] topics() {
        return ArrayColumn.of(batches, batch -> batch.key().topic(), String[]::new);
    }

    private Integer[] partitions() {
        return ArrayColumn.of(batches, batch -> batch.key().partition(), Integer[]::new);
    }
}
