#!/usr/bin/env bash
# A crawl through the worker: pages as one WARC with the encodings, chunks, wrong content types, revisits and failures that
# crawlers store, published, read by two workers, and counted.
#
#   scripts/rabbitmq.sh run scripts/crawl.sh [PAGES [FOLDER...]]
#
# PAGES (default 1000) responses are made of the pages in the FOLDERs, which hold html/<id>.html.gz and
# ground-truth.json: by default the development pages below ${COPYDESK_SHARED:-../shared}. COPYDESK names the program
# (default target/release/copydesk). Needs Python 3; Brotli responses need its module brotli. Exit status 0: each
# response that is a page is one article or one dead letter, and nothing else came out.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/service.sh
. scripts/service.sh

copydesk=${COPYDESK:-target/release/copydesk}
pages=${1:-1000}
[ $# -gt 0 ] && shift
corpora="${COPYDESK_SHARED:-../shared}/corpora/html"
[ $# -gt 0 ] || set -- "$corpora/wcxb_dev_articles" "$corpora/mozilla"
limit=${CRAWL_LIMIT:-900} # seconds for all of it
export COPYDESK__BROKER__URL=$AMQP_URL

out=$(mktemp -d "${TMPDIR:-/tmp}/copydesk-crawl.XXXXXX")
started=()
clean_up() {
  trap '' INT TERM
  [ "${#started[@]}" -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
  wait
  rm -rf "$out"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

until_true() { # what for, command...
  local what=$1
  shift
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$limit" ]; then
      echo "crawl: waited for $what until $limit s had passed" >&2
      tail -n 3 "$out"/*.log >&2
      exit 1
    fi
    sleep 0.5
  done
}

articles() { wc -l <"$out/articles.jsonl"; }
dead() { { "$copydesk" dead list --json 2>/dev/null || true; } | wc -l; }
is_settled() { [ "$(($(articles) + $(dead) - dead_before))" -ge "$messages" ]; }

python3 scripts/crawl/warc.py "$pages" "$out/crawl.warc.gz" "$@" >"$out/made"
cat "$out/made"
messages=$(sed -n 's/^messages: //p' "$out/made")

"$copydesk" topology apply >/dev/null
for name in 1 2; do
  port=$(free_port)
  COPYDESK__OPS__LISTEN=127.0.0.1:$port "$copydesk" run 2>"$out/worker-$name.log" &
  started+=($!)
  until_true "worker $name" env COPYDESK__OPS__LISTEN="127.0.0.1:$port" "$copydesk" health
done
"$copydesk" tap --format json 'article.#' >"$out/articles.jsonl" 2>"$out/tap.log" &
started+=($!)
until_true "the tap" grep -q . "$out/tap.log"
dead_before=$(dead)

begun=$SECONDS
"$copydesk" publish "$out/crawl.warc.gz"
until_true "all of the crawl" is_settled
# What comes too often comes now.
kill "${started[0]}" "${started[1]}"
wait "${started[0]}" "${started[1]}"
echo "published: $messages, articles: $(articles), dead: $(($(dead) - dead_before)), seconds: $((SECONDS - begun))"
"$copydesk" dead list --summary
[ "$(($(articles) + $(dead) - dead_before))" -eq "$messages" ] || { echo "crawl: the counts do not add up" >&2; exit 1; }
