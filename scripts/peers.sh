#!/bin/sh
# Scores copydesk and its peers on the same labelled pages, one after the other on this machine.
#
#   scripts/peers.sh [FOLDER...]
#
# The folders are those of scripts/score_html.sh. Needs Python 3 with venv and the network: the peers' newest versions
# are fetched into ${PEERS:-target/peers}.
set -eu
cd "$(dirname "$0")/.."
corpora="${COPYDESK_SHARED:-../shared}/corpora/html"
[ $# -gt 0 ] || set -- "$corpora/wcxb_dev_articles" "$corpora/mozilla"
peers="${PEERS:-target/peers}"
mkdir -p "$peers"

cargo build --quiet --release --example extract
cargo build --quiet --release --manifest-path scripts/peers/dom_smoothie/Cargo.toml --target-dir "$peers/dom_smoothie"
if [ ! -x "$peers/python/bin/python" ]; then
    python3 -m venv "$peers/python"
    "$peers/python/bin/pip" install --quiet --upgrade pip
fi
"$peers/python/bin/pip" install --quiet --upgrade trafilatura newspaper4k

for folder in "$@"; do
    if [ ! -f "$folder/ground-truth.json" ]; then
        echo "SKIPPED: $folder holds no labelled pages" >&2
        continue
    fi
    for peer in copydesk dom_smoothie trafilatura newspaper4k; do
        case $peer in
        copydesk) cargo run --quiet --release --example extract -- "$folder" ;;
        dom_smoothie) "$peers/dom_smoothie/release/peer-dom-smoothie" "$folder" ;;
        *) "$peers/python/bin/python" scripts/peers/python.py "$peer" "$folder" ;;
        esac > "$peers/$peer.json"
        echo "== $peer on $folder"
        python3 "$folder/../score.py" "$peers/$peer.json" --gt "$folder"
    done
done
