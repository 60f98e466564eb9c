"""Sends log records or other events to Sluice. Needs Python 3.9 or newer and nothing beside its standard library.

    import logging
    from sluice_logging import Sender, SluiceHandler

    logging.getLogger().addHandler(SluiceHandler(Sender("http://127.0.0.1:8080/v1/logs/applog")))

Logging never waits: an event goes into a queue, and a thread sends what is there, compressed, up to 500 in a request.
What is tried again and what is lost stands in ../README.md. Make the Sender after a fork (gunicorn: in post_fork).
"""

import gzip
import http.client
import json
import logging
import queue
import random
import socket
import sys
import threading
import time
import urllib.parse
import uuid
from datetime import datetime, timezone

TRY_AGAIN = {408, 409, 429, 502, 503, 504}
MAX_EVENTS = 500
MAX_BYTES = 512 * 1024
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
# Seconds that an unused connection is kept: less than http.idleTimeout of the node and of what stands before it.
KEEP = 10.0


class Sender:
    """A bounded queue and the thread that empties it. Thread-safe.

    accepted: events that the node took durably; refused: events that it called bad; dropped: events that were never
    sent, or given up at close(); unknown: attempts after which nobody knows whether the node has the events.
    """

    def __init__(self, url, queue_size=10_000, linger=1.0, timeout=35.0):
        """timeout is longer than the node's http.deadline, so that its own answer is heard."""
        self._url = urllib.parse.urlsplit(url)
        self._linger = linger
        self._timeout = timeout
        self._queue = queue.Queue(queue_size)
        self._closing = threading.Event()
        self._deadline = None
        self._connection = None
        self._used = 0.0
        self._count = threading.Lock()
        self.accepted = self.refused = self.dropped = self.unknown = 0
        self._thread = threading.Thread(target=self._run, name="sluice", daemon=True)
        self._thread.start()

    def send(self, event):
        """Takes a dict. Never waits; False when the queue is full or the sender closed, and the event is dropped.

        Raises ValueError for what JSON can't say: NaN, or a structure that contains itself.
        """
        text = json.dumps(event, ensure_ascii=False, allow_nan=False, default=str)
        # Half a surrogate pair has no UTF-8; a question mark takes its place.
        line = text.encode("utf-8", "replace")
        try:
            if self._closing.is_set():
                raise queue.Full
            self._queue.put_nowait(line)
            return True
        except queue.Full:
            with self._count:
                self.dropped += 1
            return False

    def close(self, timeout=10.0):
        """Sends what is queued, for at most so many seconds; the rest is counted as dropped."""
        self._deadline = time.monotonic() + timeout
        self._closing.set()
        self._thread.join(timeout + self._timeout)

    def _run(self):
        while not (self._closing.is_set() and self._queue.empty()):
            lines = self._batch()
            if lines:
                self._deliver(lines)
        self._disconnect()

    def _batch(self):
        """What comes within linger seconds, up to the limits."""
        lines, size, end = [], 0, time.monotonic() + self._linger
        while len(lines) < MAX_EVENTS and size < MAX_BYTES:
            patience = 0 if self._closing.is_set() else end - time.monotonic()
            try:
                line = self._queue.get(timeout=patience) if patience > 0 else self._queue.get_nowait()
            except queue.Empty:
                break
            lines.append(line)
            size += len(line)
        return lines

    def _deliver(self, lines):
        """Sends these lines until the node takes them, refuses them, or the time of close() is over."""
        # The same for every attempt, so that the events are stored once.
        key = uuid.uuid4().hex
        pause = FIRST_PAUSE
        while not self._is_over():
            status, retry_after, problem = self._post(lines, key)
            if status == 202:
                self.accepted += len(lines)
                return
            if status and status not in TRY_AGAIN:
                self._refused(lines, status, problem)
                return
            # Jitter, so that a thousand senders don't come back in the same instant.
            self._wait(max(retry_after, pause) * random.uniform(1.0, 1.5))
            pause = min(2 * pause, LONGEST_PAUSE)
        self._drop(lines)

    def _wait(self, pause):
        """The whole pause, or as much of it as close() allows."""
        if self._closing.wait(pause):
            time.sleep(max(0.0, min(pause, self._deadline - time.monotonic())))

    def _is_over(self):
        return self._deadline is not None and time.monotonic() >= self._deadline

    def _drop(self, lines):
        with self._count:
            self.dropped += len(lines)
        say(f"gave up {len(lines)} events")

    def _refused(self, lines, status, problem):
        """The node names the bad events, and stored none: the others are sent again without them."""
        bad = {fault["index"] for fault in problem.get("faults", [])}
        if status == 413 and len(lines) > 1:
            middle = len(lines) // 2
            self._deliver(lines[:middle])
            self._deliver(lines[middle:])
            return
        say(f"refused: {status} {problem.get('code')}: {problem.get('detail')} {problem.get('faults', '')}")
        good = [line for index, line in enumerate(lines) if bad and index not in bad]
        self.refused += len(lines) - len(good)
        if good:
            self._deliver(good)

    def _post(self, lines, key):
        """One attempt: status (0 without an answer), seconds to wait, problem document."""
        headers = {
            "Content-Type": "application/x-ndjson",
            "Content-Encoding": "gzip",
            "Idempotency-Key": key,
        }
        try:
            connection = self._connect()
        except OSError as error:
            say(f"not sent, will be tried again: {error}")
            return 0, 0, {}
        try:
            connection.request("POST", self._url.path, gzip.compress(b"\n".join(lines), 5), headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            # It broke after the connection was made: the node may have read everything.
            self._disconnect()
            self.unknown += 1
            say(f"no answer, will be tried again: {error!r}")
            return 0, 0, {}
        problem = read_problem(answer, body)
        if answer.status in TRY_AGAIN:
            say(f"{answer.status} {problem.get('code', '')}, will be tried again")
        if answer.status in (502, 504) or problem.get("code") == "outcome_unknown":
            self.unknown += 1
        return answer.status, read_seconds(answer.headers.get("Retry-After")), problem

    def _connect(self):
        if time.monotonic() - self._used > KEEP:
            self._disconnect()
        if self._connection is None:
            secure = self._url.scheme == "https"
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            connection = kind(self._url.netloc, timeout=self._timeout)
            connection.connect()
            self._connection = connection
        self._used = time.monotonic()
        return self._connection

    def _disconnect(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class SluiceHandler(logging.Handler):
    """Makes an event of every log record. What stands in extra={"fields": {…}} becomes fields of the event."""

    def __init__(self, sender, level=logging.NOTSET):
        super().__init__(level)
        self._sender = sender
        self._host = socket.gethostname()

    def emit(self, record):
        try:
            self._sender.send(self._event(record))
        except Exception:
            self.handleError(record)

    def _event(self, record):
        event = dict(getattr(record, "fields", {}))
        event.update(
            time=datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="microseconds"),
            level=record.levelname,
            logger=record.name,
            host=self._host,
            # PostgreSQL's jsonb has no NUL character, and the node refuses it.
            message=record.getMessage().replace("\0", "\N{REPLACEMENT CHARACTER}"),
        )
        if record.exc_info:
            event["exception"] = logging.Formatter().formatException(record.exc_info)
        return event

    def close(self):
        """logging.shutdown() calls it when Python ends."""
        self._sender.close()
        super().close()


def read_problem(answer, body):
    if not answer.headers.get_content_type().endswith("json"):
        return {}
    try:
        return json.loads(body)
    except ValueError:
        return {}


def read_seconds(text):
    """Retry-After as a proxy may also write it, a date, counts as none."""
    return float(text) if text and text.isdigit() else 0.0


def say(what):
    """Not by logging, which would come back here."""
    print(f"sluice: {what}", file=sys.stderr)


def main():
    """python3 sluice_logging.py [URL [NUMBER]]: logs so many records."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080/v1/logs/applog"
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    sender = Sender(url)
    log = logging.getLogger("shop.orders")
    log.setLevel(logging.INFO)
    log.addHandler(SluiceHandler(sender))
    for order in range(number):
        log.info("order %d is paid", order, extra={"fields": {"order": order, "note": "Größe 42 – 靴"}})
    # The handler's own close() gives up after 10 seconds; this program has nothing else to do.
    sender.close(120)
    print(f"accepted {sender.accepted}, refused {sender.refused}, dropped {sender.dropped}, unknown {sender.unknown}")
    return 0 if sender.accepted == number else 1


if __name__ == "__main__":
    sys.exit(main())
