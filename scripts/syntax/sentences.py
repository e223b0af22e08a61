"""Prints running text as JSON Lines of one sentence each, `{"tokens"}`, for label.py, in words as the tokenizer makes them.

    sentences.py LANGUAGE FILE... [--every 2]     pages (.html, .page: paragraphs and list items) or JSON Lines with "text"

`--every N` takes the first, the (N+1)th… text of JSON Lines.
"""

import argparse
import gzip
import html
import json
import re
import unicodedata

ELIDED = {
    "fr": r"(?:l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w)",
    "it": r"(?:\w*l|d|un|c|s|m|t|n)['’](?=\w)",
    "pt": r"d['’](?=\w)",
}
ENCLITIC = {
    "fr": "je|tu|ils?|elles?|on|ce|nous|vous|t-(?:ils?|elles?|on)|l[ae]s?|lui|leur|moi|là|ci|y|en",
    "pt": "se|lhes?|me|te|nos|vos|[oa]s?|l[oa]s?|n[oa]s?",
}
PARAGRAPH = re.compile(r'<(p|li|dd|div class="para")[ >].*?</(?:p|li|dd|div)>', re.S)
# Code within a sentence is a word of it; on lines of its own it is no text.
CODE = re.compile(r"<pre.*?</pre>", re.S)


def paragraphs(path, every):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        if ".jsonl" in path:
            for line in list(file)[::every]:
                yield from json.loads(line)["text"].split("\n")
        else:
            for match in PARAGRAPH.finditer(CODE.sub("", file.read())):
                yield html.unescape(re.sub("<[^>]+>", "", match[0]))


def tokenizer(language):
    parts = [r"https?:\S*\w", r"\d+(?:[.,:]\d+)*", r"\w\.(?:\w\.)+", r"\w+(?:[-'’.+/_@]\w+)*", r"\.\.\.|--", r"[^\w\s]"]
    if language == "de":
        parts.insert(0, r"\d{1,2}\.(?=\s[^\W\d_])")
    if language in ELIDED:
        parts.insert(0, r"(?i:\b" + ELIDED[language] + ")")
    if language in ENCLITIC:
        enclitic = r"-(?:" + ENCLITIC[language] + r")\b"
        parts[-3] = r"\w+(?:(?!" + enclitic + r"(?!-))[-'’.+/_@]\w+)*"
        parts.insert(0, r"(?<=\w)" + enclitic)
    return re.compile("|".join(parts))


# A stop behind a short word or a number ends no sentence here: what is lost is only where two run together.
END = re.compile(
    r"(?<=[^\W\d_]{3}[.!?])(?<!\bbzw.)(?<!\busw.)(?<!\bArt.)(?<!\bAbs.)(?<!\bSra.)(?<!\bSr[as].)(?<!\bart.)(?<!\bpág.)(?<!\bnúm.)"
    r"([”\"»)]*)\s+(?=[«„“\"¿¡(]?\s?[^\W\d_a-z])"
)
ENGLISH = set("the of and to is are this that with be it for".split())


def is_foreign(words):
    """Whether it is a sentence that the translators left in English."""
    return sum(word.lower() in ENGLISH for word in words) > len(words) // 8


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("language")
    arguments.add_argument("files", nargs="+")
    arguments.add_argument("--every", type=int, default=1)
    options = arguments.parse_args()
    tokens = tokenizer(options.language)
    seen = set()
    for path in options.files:
        for paragraph in paragraphs(path, options.every):
            text = unicodedata.normalize("NFC", " ".join(paragraph.split()))
            for sentence in END.sub(r"\1\n", text).split("\n"):
                words = tokens.findall(sentence)
                ends = sentence[-1:] in ".!?:;…”“»\"’)"
                if len(words) > 2 and ends and tuple(words) not in seen and not is_foreign(words):
                    seen.add(tuple(words))
                    print(json.dumps({"tokens": words}, ensure_ascii=False))


if __name__ == "__main__":
    main()
