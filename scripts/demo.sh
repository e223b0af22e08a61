#!/usr/bin/env bash
# The whole road in one go, on the broker that AMQP_URL names: topology, two workers, the sample articles in, what is
# published out, what is rejected with its reason, and three questions to the archive where there is a PostgreSQL. Leaves
# everything in demo-output/. Run by `make demo`.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/service.sh
. scripts/service.sh

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

count() { grep -c "^{\"schema\":\"copydesk.$1.v1\"" "$out/published.jsonl" || true; }
dead() { { "$copydesk" dead list --json 2>/dev/null || true; } | wc -l; }
in_articles() { grep '^{"schema":"copydesk.article.v1"' "$out/published.jsonl" | grep -oE "$1" | wc -l; }
all_settled() { [ "$(($(count article) + $(dead) - dead_before))" -ge "$1" ]; }
# Each article comes first; its quotes and entities follow in messages of their own.
all_arrived() {
  [ "$(count quote)" -ge "$(in_articles '"kind":"(direct|mixed)"')" ] &&
    [ "$(count entity)" -ge "$(in_articles '"id":"e[0-9]+","type"')" ]
}

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
# The archive takes part where DATABASE_URL names a database for it; see scripts/postgres.sh.
if [ -n "${DATABASE_URL:-}" ]; then
  port=$(free_port)
  COPYDESK__OPS__LISTEN=127.0.0.1:$port "$copydesk" archive --to "$DATABASE_URL" 2>"$out/archive.log" &
  started+=($!)
  COPYDESK__OPS__LISTEN=127.0.0.1:$port until_ready "the archive" "$copydesk" health
  echo "the archive is ready: http://127.0.0.1:$port/"
fi
# One tap keeps everything as it is published, the other shows articles for people.
"$copydesk" tap >"$out/published.jsonl" 2>"$out/tap.log" &
started+=($!)
"$copydesk" tap 'article.#' --format pretty >"$out/articles.txt" 2>"$out/tap-articles.log" &
started+=($!)
until_ready "the taps" grep -q listening "$out/tap.log"
until_ready "the taps" grep -q listening "$out/tap-articles.log"

dead_before=$(dead)
heading "Publishing the sample articles"
"$copydesk" publish samples | tee "$out/publish.log"
total=$(grep -o '^[0-9]*' "$out/publish.log")
until_ready "all $total messages to be settled" all_settled "$total"
until_ready "their quotes and entities" all_arrived

heading "What came out"
cat "$out/articles.txt"

heading "What was rejected, and why"
"$copydesk" dead list

if [ -n "${DATABASE_URL:-}" ]; then
  ask() { psql --no-psqlrc --quiet --pset footer=off "$DATABASE_URL" --command "$1"; }
  all_archived() { [ "$(psql -qtAX "$DATABASE_URL" -c 'select count(*) from articles')" -ge "$(count article)" ]; }
  until_ready "all articles to be archived" all_archived
  heading "Three questions to the archive (twenty are in docs/archive.md)"
  echo "Who is quoted most?"
  ask "select speaker_name, count(*) as quotes from quotes where status = 'usable' and speaker_type = 'person'
       group by speaker_key, speaker_name order by quotes desc, speaker_name limit 5"
  echo "How many quotes has an article, outlet by outlet?"
  ask "select a.source, count(distinct a.id) as articles,
       round(count(q.message_id) / count(distinct a.id)::numeric, 1) as quotes
       from articles a left join quotes q on q.article_id = a.id where a.source is not null
       group by a.source order by quotes desc, a.source limit 5"
  echo "What was said last, and where?"
  ask "select q.published_at::date as day, q.speaker_name as speaker, left(q.text, 60) as quote, q.source
       from quotes q where q.status = 'usable' and q.confidence >= 0.9 and q.published_at is not null
       order by q.published_at desc, q.start_at limit 3"
fi

heading "Counts"
echo "$total messages in: $(count article) articles enriched, $(($(dead) - dead_before)) rejected"
echo "$(count quote) quote messages and $(count entity) entity messages"

heading "Stopping the workers"
kill "${started[@]}"
wait "${started[@]}" || true
started=()

grep '^{"schema":"copydesk.article.v1"' "$out/published.jsonl" >"$out/articles.jsonl"
"$copydesk" view "$out/articles.jsonl" --id courier-2026-0211 --output "$out/article.html"
if [ -z "${DATABASE_URL:-}" ]; then
  printf '\nNo PostgreSQL, so no archive: scripts/postgres.sh install, then make demo again.\n'
fi
printf '\nOne article to look at: %s\nEverything that was published: %s\n' "$out/article.html" "$out/published.jsonl"
