#!/bin/sh
# Scores the extraction of article text, headline, authors and date on labelled pages.
#
#   scripts/score_html.sh [FOLDER...]
#
# Each FOLDER holds html/<id>.html.gz and ground-truth.json; the scorer, score.py, lies beside it. Without FOLDERs
# the development pages below ${COPYDESK_SHARED:-../shared} are taken.
set -eu
cd "$(dirname "$0")/.."
corpora="${COPYDESK_SHARED:-../shared}/corpora/html"
[ $# -gt 0 ] || set -- "$corpora/wcxb_dev_articles" "$corpora/mozilla"
cargo build --quiet --release --example extract
predictions=$(mktemp)
trap 'rm -f "$predictions"' EXIT
for folder in "$@"; do
    if [ ! -f "$folder/ground-truth.json" ]; then
        echo "SKIPPED: $folder holds no labelled pages" >&2
        continue
    fi
    echo "== $folder"
    cargo run --quiet --release --example extract -- "$folder" > "$predictions"
    python3 "$folder/../score.py" "$predictions" --gt "$folder"
done
