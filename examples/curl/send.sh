#!/usr/bin/env bash
# curl/send.sh [URL]: sends events in every form that there is, and asks for their receipt. Needs curl 7.76 or newer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

node=${1:-http://127.0.0.1:8080}
stream=$node/v1/logs/applog

# --fail-with-body: an answer that is no 2xx ends this script, and is shown.
# --retry: 408, 429, 500, 502, 503, 504 and a timeout are tried again, after Retry-After or 1, 2, 4 … seconds;
# --retry-connrefused: a node that isn't there too.
# --max-time: of one attempt, longer than the node's http.deadline; --retry-max-time: of all.
# Idempotency-Key: the same for every attempt, so that the events are stored once.
post() {
  curl --silent --show-error --fail-with-body \
    --retry 10 --retry-connrefused --max-time 35 --retry-max-time 120 \
    --header "idempotency-key: $(cat /proc/sys/kernel/random/uuid)" "$@" "$stream"
  echo
}

echo '# one event'
post --header 'content-type: application/json' \
  --data '{"time":"2026-11-21T08:00:00Z","level":"info","message":"one"}'

echo '# an array'
post --header 'content-type: application/json' \
  --data '[{"time":"2026-11-21T08:00:01Z","level":"info","message":"two"},{"time":"2026-11-21T08:00:02Z","level":"warn","message":"three"}]'

echo '# a file, one event a line; --data instead of --data-binary would take its line breaks away'
post --header 'content-type: application/x-ndjson' --data-binary @events.ndjson

echo '# the same, compressed'
gzip --stdout events.ndjson >"${TMPDIR:-/tmp}/events.$$.gz"
trap 'rm -f "${TMPDIR:-/tmp}/events.$$.gz"' EXIT
answer=$(post --header 'content-type: application/x-ndjson' --header 'content-encoding: gzip' \
  --data-binary "@${TMPDIR:-/tmp}/events.$$.gz")
echo "$answer"

echo '# its receipt, as soon as the events are stored'
receipt=$(sed -n 's/.*"receipt":"\([^"]*\)".*/\1/p' <<<"$answer")
curl --silent --show-error --fail-with-body "$node/v1/receipts/$receipt?wait=5s"
echo
