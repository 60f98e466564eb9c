-- One node at a time ends days, until its connection closes: two would write one file.
SELECT pg_try_advisory_lock(hashtext('sluice.day_ends')) AS mine
