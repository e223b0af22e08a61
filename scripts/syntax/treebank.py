"""Prints a CoNLL-U treebank as teacher.py reads it: number, form, tag, head and relation of each word, with hyphenated
and fused words whole, as the tokenizer leaves them (src/evaluation/joined.rs does the same).

    treebank.py FILE [--universal]     Penn tags, or universal ones with the features that src/evaluation/conllu.rs keeps
"""

import gzip
import re
import sys

FEATURES = ("Gender", "Mood", "Number", "Person", "Poss", "Tense", "VerbForm")
MARKS = [(",،、", "Comm"), (".!?", "Peri"), (":;…–—", "Colo"), ("([{)]}", "Brck"), ("\"'‘’‚‛“”„‟«»‹›`", "Quot")]
# The subtypes that src/document/syntax.rs names; of others the type counts.
SUBTYPES = {
    *("acl:relcl", "aux:pass", "compound:prt", "csubj:pass", "nmod:poss", "nmod:unmarked", "nsubj:pass", "obl:agent"),
    *("obl:unmarked", "nmod:desc"),
}


def universal(part, features, form):
    if part == "PUNCT":
        kind = next((kind for marks, kind in MARKS if form[0] in marks), "Dash")
        kind = "Colo" if form[0] == "." and len(form) > 1 else kind
        return part + ("|PunctSide=Ini" if form[0] in "([{" else "") + "|PunctType=" + kind
    for feature in features.split("|"):
        name, _, value = feature.partition("=")
        counts = value in ("Int", "Rel", "Prs") if name == "PronType" else name in FEATURES
        if counts and "," not in value:
            part += "|" + feature
    return part


def sentences(path, penn):
    """Words as [form, tag, head, relation, space after, number of the token that it is a part of]."""
    opener = gzip.open if path.endswith(".gz") else open
    words, fused, last, part = [], "", 0, 0
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and "-" in fields[0]:
                last, fused, part = int(fields[0].split("-")[1]), fields[1], 0
                space_after_fused = "SpaceAfter=No" not in fields[9]
            elif len(fields) == 10 and fields[0].isdigit():
                space_after = "SpaceAfter=No" not in fields[9]
                form, token = fields[1], len(words)
                if fused:
                    inner = int(fields[0]) < last
                    space_after = not inner and space_after_fused
                    if penn or "-" in fused or re.search(r"['’].", fused):
                        # A pronoun behind a hyphen and a short word before an apostrophe are tokens of their own.
                        form = "-" + form if part and "-" in fused and not penn else form
                    else:
                        token -= part
                        form = "" if part else fused
                    part += 1
                    fused = fused if inner else ""
                tag = fields[4] if penn else universal(fields[3], fields[5], fields[1])
                relation = fields[7] if penn or fields[7] in SUBTYPES else fields[7].split(":")[0]
                words.append([form, tag, int(fields[6]), relation, space_after, token])
            elif not line.strip() and words:
                yield words
                words, fused = [], ""


def joined(words, penn):
    """The sentence with "well - known" and "de o" as one word in the place of its head."""

    def inner(at):
        return (
            0 < at < len(words) - 1
            and words[at][0] in ("-", "\u2010", "\u2011")
            and not words[at - 1][4]
            and not words[at][4]
            and words[at - 1][0][-1:].isalnum()
            and words[at + 1][0][:1].isalnum()
        )

    groups = []
    for at in range(len(words)):
        if at and (inner(at) or inner(at - 1) or words[at][5] == words[at - 1][5]):
            groups[-1].append(at)
        else:
            groups.append([at])
    group_of = {at + 1: number for number, group in enumerate(groups, 1) for at in group}
    result = []
    for group in groups:
        head_at = next((at for at in group if words[at][2] - 1 not in group), group[0])
        _, tag, head, relation, *_ = words[head_at]
        form = "".join(words[at][0] for at in group)
        before_noun = relation in ("amod", "compound", "nummod")
        if penn and len(group) > 1 and tag not in ("NNP", "NNPS", "JJ", "CD") and before_noun:
            tag, relation = "JJ", "amod"
        result.append((form, tag, group_of.get(head, 0), relation))
    return result


def main():
    penn = "--universal" not in sys.argv
    for words in sentences(sys.argv[1], penn):
        for number, fields in enumerate(joined(words, penn), 1):
            print(number, *fields, sep="\t")
        print()


if __name__ == "__main__":
    main()
