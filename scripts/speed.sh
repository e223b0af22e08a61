#!/usr/bin/env bash
# What an article costs, in counts that a busy machine does not change: instructions, and memory asked for, by valgrind.
# Beside them stand the figures of the last release (scripts/speed.tsv).
#
#   scripts/speed.sh [BINARY]        print the table
#   scripts/speed.sh BINARY --keep   the same, and keep its figures in scripts/speed.tsv
#
# A word's cost is the difference between three copies of the samples and one, so that reading models and packs does not
# count; it stands in a row of its own. Valgrind has no AVX-512: the counts are those of AVX2.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=$(realpath "${1:-target/release/copydesk}")
kept=scripts/speed.tsv
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if ! command -v valgrind >/dev/null; then
  echo "speed.sh: SKIPPED instructions and memory: no valgrind (Debian's package valgrind)" >&2
  exit 0
fi

run() { # a tool of valgrind with its options, then the files; what it says goes to standard output
  local tool=$1
  shift
  valgrind --tool="$tool" "--$tool-out-file=$folder/out" "$binary" enrich --jobs 1 "$@" --output "$folder/enriched" 2>&1
}

instructions() { run callgrind "$@" | sed -n 's/.*Collected : //p'; }

# "BYTES BLOCKS" of everything that was ever asked for.
memory() { run dhat "$@" | sed -n 's/.*Total: *\([0-9,]*\) bytes in \([0-9,]*\) blocks.*/\1 \2/p' | tr -d ,; }

# The samples that are one English article each, once and three times.
articles=(samples/{business-merger,courts-archive,culture-composer,election-night,health-clinic}.json
  samples/{politics-harbour,science-comet,sport-final,technology-seed-bank,weather-storm}.json)
thrice=("${articles[@]}" "${articles[@]}" "${articles[@]}")
words=$(cat "${articles[@]}" | wc -w)

# A text of so many bytes: one sample again and again.
text() {
  local file=$folder/$1.txt
  while [ "$(stat -c %s "$file" 2>/dev/null || echo 0)" -lt "$1" ]; do
    cat samples/obituary-beekeeper.txt >>"$file"
    echo >>"$file"
  done
  truncate -s "$1" "$file"
  echo "$file"
}

figures() {
  local once three begin bytes blocks more_bytes more_blocks size
  # The encoder has two articles: under valgrind it is slow.
  export COPYDESK__MODELS__NAMES=accurate
  once=$(instructions "${articles[@]:0:2}")
  three=$(instructions "${articles[@]:0:2}" "${articles[@]:0:2}" "${articles[@]:0:2}")
  printf 'accurate: instructions a word\t%d\n' $(((three - once) / 2 / $(cat "${articles[@]:0:2}" | wc -w)))
  export COPYDESK__MODELS__NAMES=fast
  once=$(instructions "${articles[@]}")
  three=$(instructions "${thrice[@]}")
  printf 'fast: instructions a word\t%d\n' $(((three - once) / 2 / words))
  printf 'fast: million instructions to begin\t%d\n' $(((once - (three - once) / 2) / 1000000))
  read -r bytes blocks < <(memory "${articles[@]}")
  read -r more_bytes more_blocks < <(memory "${thrice[@]}")
  printf 'fast: bytes of memory a word\t%d\n' $(((more_bytes - bytes) / 2 / words))
  printf 'fast: blocks of memory in 100 words\t%d\n' $(((more_blocks - blocks) * 50 / words))
  begin=$(instructions "$(text 1000)")
  for size in 10000 100000 1000000; do
    once=$(instructions "$(text $size)")
    printf 'fast: instructions a byte of one text, %d kB\t%d\n' $((size / 1000)) $(((once - begin) / (size - 1000)))
  done
}

figures >"$folder/figures"
printf '%-52s%14s%14s%8s\n' "" "now" "last release" "ratio"
while IFS=$'\t' read -r name now; do
  before=$(awk -F '\t' -v name="$name" '$1 == name { print $2 }' $kept)
  awk -v name="$name" -v now="$now" -v before="$before" 'BEGIN {
    if (before == "") printf "%-52s%14d%14s%8s\n", name, now, "-", "-"
    else printf "%-52s%14d%14d%8.2f\n", name, now, before, now / before
  }'
done <"$folder/figures"
[ "${2:-}" != --keep ] || cp "$folder/figures" $kept
