package io.sluice.database;

import io.sluice.config.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every statement that this stage sends: the files in db/query, one each, under their name in lower case. */
enum Sql {
    BEGIN,
    COMMIT,
    ROLLBACK,
    FENCE,
    ADVANCE,
    COUNT_APPENDED,
    EVENTS,
    STORE_ROWS,
    CLAIM_IDS,
    STORE_FIRST_ROWS,
    PROGRESS,
    EXPIRE_IDS,
    STORE_TROUBLE,
    TROUBLE_ENTRIES,
    TROUBLE_HISTORY,
    EDIT_TROUBLE,
    SETTLE_TROUBLE,
    OPEN_TROUBLE,
    UNFIT_EVENTS,
    RENEW_LEASE,
    END_LEASE,
    FORGET_OLD_LEASES,
    LIVE_LEASES,
    OFFSETS,
    OFFSETS_LOCKED,
    ADD_PARTITIONS,
    CLAIM,
    GIVE_BACK,
    POSITIONS,
    TROUBLES_AT,
    BALANCE_PARTITIONS,
    BALANCE_CELLS,
    BALANCE_FOUND,
    BALANCE_NOT_ASKED,
    BALANCE_TALLIED,
    BALANCE_NOT_TALLIED,
    BALANCE_PLACES,
    HISTOGRAM,
    UNEVEN_CELLS,
    PAUSES,
    PAUSE,
    RESUME,
    PARTITION_ROWS,
    ACCEPT_GAP,
    GAPS,
    MAKE_STREAM,
    MAKE_COLUMN,
    MAKE_DAYS,
    DAYS_BEFORE,
    NO_STATEMENT_TIMEOUT,
    DAY_ENDS,
    DAY_MAY_GO,
    DAY_COLUMNS,
    DAY_ROWS,
    DROP_DAY,
    HOLD_DAY,
    RELEASE_DAY,
    HOLDS,
    AUDITS,
    AUDIT_AGAIN,
    ACCEPT_AUDIT;

    private final String text = read(name().toLowerCase(Locale.ROOT));

    /** The statement, without its comments. */
    String text() {
        return text;
    }

    /** A text as SQL takes it between the lines of a statement. */
    static String literal(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    /** A name of a table or column as SQL takes it. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String read(String name) {
        return new String(Resource.bytes("/db/query/" + name + ".sql"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"));
    }
}
