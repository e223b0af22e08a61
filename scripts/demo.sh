#!/usr/bin/env bash
# The whole road in one go, on the broker that AMQP_URL names: topology, two workers, the sample articles in, what is
# published out, and what is rejected with its reason. Leaves everything in demo-output/. Run by `make demo`.
set -euo pipefail
cd "$(dirname "$0")/.."

copydesk=${COPYDESK:-target/release/copydesk}
out=demo-output
limit=120 # seconds for the slowest step
export COPYDESK__BROKER__URL=$AMQP_URL

rm -rf "$out"
mkdir -p "$out"
started=()

clean_up() {
  trap '' INT TERM
  [ "${#started[@]}" -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
  wait
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

heading() { printf '\n== %s\n' "$*"; }

# Asks a command until it says yes.
until_ready() { # what for, command...
  local what=$1 deadline=$((SECONDS + limit))
  shift
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "demo: waited $limit s for $what; see $out/" >&2
      exit 1
    fi
    sleep 0.1
  done
}

free_port() {
  local port
  while port=$((20000 + RANDOM)) && { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; do exec 3>&- 3<&-; done
  echo "$port"
}

count() { grep -c "^{\"schema\":\"copydesk.$1.v1\"" "$out/published.jsonl" || true; }
dead() { "$copydesk" dead list --format json 2>/dev/null | wc -l; }
all_settled() { [ "$(($(count article) + $(dead)))" -ge "$1" ]; }

heading "Declaring exchanges and queues"
"$copydesk" topology apply

heading "Starting two workers"
for name in 1 2; do
  port=$(free_port)
  COPYDESK__OPS__LISTEN=127.0.0.1:$port "$copydesk" run 2>"$out/worker-$name.log" &
  started+=($!)
  COPYDESK__OPS__LISTEN=127.0.0.1:$port until_ready "worker $name" "$copydesk" health
  echo "worker $name is ready: http://127.0.0.1:$port/"
done
"$copydesk" tap >"$out/published.jsonl" 2>"$out/tap.log" &
started+=($!)
until_ready "the tap" grep -q listening "$out/tap.log"

heading "Publishing the sample articles"
"$copydesk" publish samples 2>&1 | tee "$out/publish.log"
total=$("$copydesk" publish --dry-run samples | grep -o '[0-9]*' | head -n 1)
until_ready "all $total articles to be settled" all_settled "$total"

heading "What came out"
grep '^{"schema":"copydesk.article.v1"' "$out/published.jsonl" >"$out/articles.jsonl"
"$copydesk" pretty "$out/articles.jsonl"

heading "What was rejected, and why"
"$copydesk" dead list

heading "Counts"
echo "$total articles in: $(count article) enriched, $(dead) rejected"
echo "$(count quote) quote messages and $(count entity) entity messages"

heading "Stopping the workers"
kill "${started[@]}"
wait "${started[@]}" || true
started=()

"$copydesk" view "$out/articles.jsonl" --id courier-2026-0211 --output "$out/article.html"
heading "Look at $out/article.html; everything that was published is in $out/published.jsonl"
