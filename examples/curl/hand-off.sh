#!/usr/bin/env bash
# One ticket over plain curl, and what the simulator says of it.
#   npx gorgias-mock serve --port 4010 --clock virtual
#   bash examples/curl/hand-off.sh http://127.0.0.1:4010
set -euo pipefail

url=${1:-http://127.0.0.1:4010}
control=$url/_control/v1

# The text of a field in an answer, without a tool for JSON: good enough for flat answers.
field() { sed -E "s/.*\"$1\": ?\"?([^\",}]*).*/\1/"; }
call() { curl --silent --show-error --fail-with-body "$@"; }
post() { call --header 'content-type: application/json' "$@"; }

# An account of its own, so that runs do not meet.
account=$(post "$control/accounts" --data '{"from": "acme"}')
name=$(field subdomain <<<"$account")
login=$(field email <<<"$account"):$(field api_key <<<"$account")

# The first attempt will fail.
post "$control/accounts/$name/faults" --output /dev/null --data \
  '{"operation": "createTicket", "position": "before", "kind": "status", "status": 503, "first": 1}'

ticket='{
  "channel": "email",
  "external_id": "conversation-1",
  "customer": {"email": "mara@example.com"},
  "messages": [{
    "channel": "email",
    "from_agent": false,
    "source": {"from": {"address": "mara@example.com"}, "to": [{"address": "support@acme.test"}]},
    "body_text": "Where is my order?"
  }]
}'
if post "$url/api/tickets" --user "$login" --output /dev/null --data "$ticket" 2>/dev/null; then
  echo 'The fault did not strike.' >&2
  exit 1
fi
# curl would retry by itself with --retry; here it shows that the second attempt is another call.
id=$(post "$url/api/tickets" --user "$login" --data "$ticket" | sed -E 's/^\{"id": ?([0-9]+).*/\1/')

# Two calls came, in the simulator's words.
post "$control/accounts/$name/verifications" --output /dev/null \
  --data '{"expect": {"operation": "createTicket"}, "times": 2}'
call "$control/accounts/$name/tickets/$id/why" | grep 'POST /api/tickets' >/dev/null
call --request DELETE "$control/accounts/$name"
echo "Ticket $id of $name."
