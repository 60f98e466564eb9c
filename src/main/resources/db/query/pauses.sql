SELECT stream, partition, since, who, note, incident FROM sluice.pause ORDER BY stream, partition
