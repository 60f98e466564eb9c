SELECT stream, day, who, note, at FROM sluice.hold ORDER BY stream, day
