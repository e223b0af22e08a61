"""Prints a CoNLL-U treebank as teacher.py reads it: number, form, tag, head and relation of each word, with hyphenated
words whole, as the tokenizer leaves them (src/train/joined.rs does the same)."""

import gzip
import sys


def sentences(path):
    opener = gzip.open if path.endswith(".gz") else open
    words = []
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                space_after = "SpaceAfter=No" not in fields[9]
                words.append([fields[1], fields[4], int(fields[6]), fields[7], space_after])
            elif not line.strip() and words:
                yield words
                words = []


def joined(words):
    """The sentence with "well - known" as one word in the place of its head."""

    def inner(at):
        return (
            0 < at < len(words) - 1
            and words[at][0] in ("-", "\u2010", "\u2011")
            and not words[at - 1][4]
            and not words[at][4]
            and words[at - 1][0][-1].isalnum()
            and words[at + 1][0][0].isalnum()
        )

    groups = []
    for at in range(len(words)):
        if at and (inner(at) or inner(at - 1)):
            groups[-1].append(at)
        else:
            groups.append([at])
    group_of = {at + 1: number for number, group in enumerate(groups, 1) for at in group}
    result = []
    for group in groups:
        head_at = next((at for at in group if words[at][2] - 1 not in group), group[0])
        _, tag, head, relation, _ = words[head_at]
        form = "".join(words[at][0] for at in group)
        if len(group) > 1 and tag not in ("NNP", "NNPS", "JJ", "CD") and relation in ("amod", "compound", "nummod"):
            tag, relation = "JJ", "amod"
        result.append((form, tag, group_of.get(head, 0), relation))
    return result


def main():
    for words in sentences(sys.argv[1]):
        for number, fields in enumerate(joined(words), 1):
            print(number, *fields, sep="\t")
        print()


if __name__ == "__main__":
    main()
