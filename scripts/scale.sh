#!/usr/bin/env bash
# Measures scaling out on the broker that AMQP_URL names: prefetch, several workers, several input queues, strict order,
# and the loss of a node. docs/scale.md says what came out.
#
#   PLUGINS=rabbitmq_consistent_hash_exchange scripts/cluster.sh scripts/scale.sh [ARTICLES]
#   scripts/rabbitmq.sh run scripts/scale.sh [ARTICLES]      one node, for comparison; without the rows that need three
#
# Every row has a virtual host of its own on a cluster, so that none inherits anything.
set -euo pipefail
cd "$(dirname "$0")/.."

copydesk=$PWD/${COPYDESK:-target/release/copydesk}
articles=${1:-2000}
folder=$(mktemp -d)
workers=() ports=()
base=$AMQP_URL
export COPYDESK__OPS__LOG_LEVEL=warn

clean_up() {
  trap '' INT TERM
  [ "${#workers[@]}" -eq 0 ] || kill "${workers[@]}" 2>/dev/null || true
  wait
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
  local port
  while port=$((20000 + RANDOM)) && { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; do exec 3>&- 3<&-; done
  echo "$port"
}

# What the workers have settled together.
settled() {
  local port
  for port in "${ports[@]}"; do
    # A worker that is just being asked may be busy; the next look counts it.
    exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3 && cat <&3 || true
    exec 3>&- 3<&-
  done 2>/dev/null | awk '/^copydesk_messages_settled_total.*accepted/ {sum += $NF} END {printf "%d", sum}'
}

now() { date +%s.%N; }
rate() { awk -v n="$1" -v a="$2" -v b="$3" 'BEGIN {printf "%.0f", n / (b - a)}'; }

fresh() { # name: a virtual host of its own, where rabbitmqctl is at hand
  if [ -n "${CLUSTER_CTL:-}" ]; then
    $CLUSTER_CTL add_vhost "$1" >/dev/null
    $CLUSTER_CTL set_permissions -p "$1" guest '.*' '.*' '.*' >/dev/null
    export COPYDESK__BROKER__URL=${base%/*}/$1
  else
    export COPYDESK__BROKER__URL=$base
  fi
}

start() { # variables...: one worker, and waits until it is ready
  local port
  port=$(free_port)
  env "$@" COPYDESK__OPS__LISTEN="127.0.0.1:$port" "$copydesk" run 2>>"$folder/workers.log" &
  workers+=($!) ports+=("$port")
  until COPYDESK__OPS__LISTEN=127.0.0.1:$port "$copydesk" health >/dev/null 2>&1; do sleep 0.1; done
}

stop() {
  kill "${workers[@]}"
  wait "${workers[@]}" || true
  workers=() ports=()
}

wait_for() { # count
  local deadline=$((SECONDS + 600))
  until [ "$(settled)" -ge "$1" ]; do
    [ "$SECONDS" -lt "$deadline" ] || { echo "scale.sh: only $(settled) of $1 settled" >&2; exit 1; }
    sleep 0.1
  done
}

row() { printf '%-46s %8s articles/s\n' "$1" "$2"; }

# Articles that differ in their ids only, all of one size.
text='Mayor Ines Cobo told the council on Monday that the harbour would be rebuilt. “It is a start,” Cobo said. '
text="$text$text$text$text$text$text$text$text$text$text"
seq -f "{\"id\":\"a%06.0f\",\"source\":\"scale\",\"title\":\"Harbour\",\"text\":\"$text\"}" "$articles" \
  >"$folder/articles.jsonl"

measure() { # name, number of workers, prefetch, more variables...
  local name=$1 number=$2 prefetch=$3 from
  shift 3
  fresh "$name"
  "$copydesk" topology apply >/dev/null
  from=$(now)
  "$copydesk" publish "$folder/articles.jsonl" >/dev/null
  published=$(rate "$articles" "$from" "$(now)")
  for ((; number > 0; number--)); do start COPYDESK__WORKER__PREFETCH="$prefetch" "$@"; done
  from=$(now)
  wait_for "$articles"
  row "${name//-/ }" "$(rate "$articles" "$from" "$(now)")"
  stop
}

for prefetch in 1 8 64 256; do measure "one-worker-prefetch-$prefetch" 1 "$prefetch" COPYDESK__WORKER__THREADS=1; done
measure "two-workers-prefetch-64" 2 64 COPYDESK__WORKER__THREADS=1
row "publishing into one queue and the raw log" "$published"
[ -n "${CLUSTER_CTL:-}" ] || exit 0

# A queue for each worker, filled by a hash of the message id; and one for all with a single active consumer.
definitions() { # virtual host
  cat <<JSON
{"vhosts": [{"name": "$1"}],
 "exchanges": [{"vhost": "$1", "name": "news.hash", "type": "x-consistent-hash", "durable": true, "auto_delete": false,
   "internal": false, "arguments": {"hash-property": "message_id"}}],
 "queues": [$(for n in 1 2 3; do
    echo "{\"vhost\": \"$1\", \"name\": \"copydesk.in.$n\", \"durable\": true, \"auto_delete\": false,
      \"arguments\": {\"x-queue-type\": \"quorum\", \"x-delivery-limit\": 20}},"
  done)
  {"vhost": "$1", "name": "copydesk.in.ordered", "durable": true, "auto_delete": false,
   "arguments": {"x-queue-type": "quorum", "x-delivery-limit": 20, "x-single-active-consumer": true}}],
 "bindings": [$(for n in 1 2 3; do
    echo "{\"source\": \"news.hash\", \"vhost\": \"$1\", \"destination\": \"copydesk.in.$n\",
      \"destination_type\": \"queue\", \"routing_key\": \"1\", \"arguments\": {}},"
  done)
  {"source": "news.raw", "vhost": "$1", "destination": "news.hash", "destination_type": "exchange",
   "routing_key": "raw.#", "arguments": {}}]}
JSON
}

fresh hash
COPYDESK__TOPOLOGY__RAW_BINDING=nothing "$copydesk" topology apply >/dev/null
definitions hash >"$folder/hash.json"
$CLUSTER_CTL import_definitions "$folder/hash.json" >/dev/null
from=$(now)
"$copydesk" publish "$folder/articles.jsonl" >/dev/null
row "publishing into three queues by hash" "$(rate "$articles" "$from" "$(now)")"
for n in 1 2 3; do
  start COPYDESK__TOPOLOGY__INPUT_QUEUE="copydesk.in.$n" COPYDESK__TOPOLOGY__DECLARE=false COPYDESK__WORKER__THREADS=1
done
from=$(now)
wait_for "$articles"
row "three workers, a queue each" "$(rate "$articles" "$from" "$(now)")"
stop

fresh order
COPYDESK__TOPOLOGY__RAW_BINDING=nothing "$copydesk" topology apply >/dev/null
definitions order | sed 's/"source": "news.raw", "vhost": "order", "destination": "news.hash", "destination_type": "exchange"/"source": "news.raw", "vhost": "order", "destination": "copydesk.in.ordered", "destination_type": "queue"/' \
  >"$folder/order.json"
$CLUSTER_CTL import_definitions "$folder/order.json" >/dev/null
"$copydesk" publish "$folder/articles.jsonl" >/dev/null
"$copydesk" tap 'article.#' --count "$articles" >"$folder/order.jsonl" 2>"$folder/tap.log" &
tap=$!
until grep -q listening "$folder/tap.log"; do sleep 0.1; done
for _ in 1 2; do
  start COPYDESK__TOPOLOGY__INPUT_QUEUE=copydesk.in.ordered COPYDESK__TOPOLOGY__DECLARE=false \
    COPYDESK__WORKER__PREFETCH=1 COPYDESK__WORKER__THREADS=1
done
from=$(now)
wait_for "$articles"
row "two workers, single active consumer" "$(rate "$articles" "$from" "$(now)")"
wait "$tap"
grep -o '"id":"a[0-9]*"' "$folder/order.jsonl" >"$folder/ids"
sort -c "$folder/ids" && echo "  in order: yes, all $(wc -l <"$folder/ids")"
stop

# A node is lost while two workers are at work: killed, not stopped.
fresh loss
"$copydesk" topology apply >/dev/null
"$copydesk" publish "$folder/articles.jsonl" >/dev/null
for _ in 1 2; do start COPYDESK__WORKER__THREADS=1; done
from=$(now)
wait_for $((articles / 4))
kill -KILL "$(echo "$CLUSTER_PIDS" | cut -d' ' -f3)"
wait_for "$articles"
row "two workers, one of three nodes killed" "$(rate "$articles" "$from" "$(now)")"
stop
