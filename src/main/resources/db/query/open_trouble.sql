SELECT t.stream, count(*) AS entries FROM sluice.trouble t WHERE t.state = 'open' GROUP BY t.stream
