"""Trains a larger tagger and parser, and labels plain sentences with it (docs/models.md tells how and why).

The encoder is the English name tagger's teacher or (`--multilingual`) multilingual-e5-small; on its word states stand a
tagger and a biaffine parser (Dozat and Manning 2017). The second learns from many treebanks at once: what a treebank is
called (`de.gsd` of `de.gsd.train.tsv`) says which it is like. Trees are the maximum spanning ones (Chu and Liu 1965;
Edmonds 1967) by way of greedy heads, which are a tree in nearly all sentences; those in which they are not are left out of
what is labelled.
"""

import argparse
import contextlib
import json
import pathlib
import random
import sys
import time

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "names"))
import multilingual_encoder  # noqa: E402
from student import HIDDEN, CASE_OUT, WordPieces, encode, from_teacher  # noqa: E402

ARC, LABEL = 256, 64


def read_tsv(path):
    """Sentences of (form, tag, head, relation); heads count from 1, 0 is the root."""
    sentence = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line:
            _, form, tag, head, relation = line.split("\t")
            sentence.append((form, tag, int(head), relation))
        elif sentence:
            yield sentence
            sentence = []


def treebank(path):
    """The name of a file's treebank: language and source."""
    return ".".join(pathlib.Path(path).name.split(".")[:2])


def some(sentences, times):
    """So many times all sentences; evenly spread ones of the last, incomplete time."""
    whole, part = int(times), times % 1
    return sentences * whole + [s for i, s in enumerate(sentences) if int((i + 1) * part) > int(i * part)]


class English:
    """The English encoder's side of a batch, and the encoder."""

    def __init__(self, shared):
        self.folder = pathlib.Path(shared) / "models" / "names-teacher"
        self.pieces = WordPieces(self.folder / "tokenizer.json")

    def encoder(self, layers):
        encoder = from_teacher(load_file(self.folder / "model.f16.safetensors"), layers)
        encoder.out = nn.Identity()
        encoder.width = 2 * HIDDEN + CASE_OUT
        encoder.words.weight.requires_grad_(False)
        return encoder

    def collate(self, sentences, treebanks):
        rows = [encode(words, self.pieces, 256) for words in sentences]
        ids, cases, first, last, word_cases = zip(*rows)
        mask, used = filled(ids), filled(first)
        return (padded(ids), padded(cases), mask[:, None, None, :], padded(first), padded(last), padded(word_cases)), used


class Multilingual:
    """The encoder of many languages, and its side of a batch."""

    def __init__(self, shared, treebanks, frozen=0):
        self.pieces = multilingual_encoder.Pieces(pathlib.Path(shared) / "models")
        self.treebanks, self.frozen = treebanks, frozen

    def encoder(self, layers):
        encoder = multilingual_encoder.Encoder(self.pieces, layers, len(self.treebanks))
        encoder.freeze(self.frozen)
        return encoder

    def collate(self, sentences, treebanks):
        ids, first, last = zip(*[self.pieces.encode(words, 256) for words in sentences])
        numbers = torch.tensor([self.treebanks.index(name) for name in treebanks])
        mask = filled(ids)[:, None, None, :]
        return (padded(ids, multilingual_encoder.PAD), numbers, mask, padded(first), padded(last)), filled(first)


def padded(rows, value=0):
    longest = max(1, max(map(len, rows)))
    return torch.tensor([list(row) + [value] * (longest - len(row)) for row in rows])


def filled(rows):
    longest = max(1, max(map(len, rows)))
    return torch.tensor([[True] * len(row) + [False] * (longest - len(row)) for row in rows])


def products(float32):
    """In which numbers products are taken: 16 bits are faster where the processor has instructions for them."""
    return contextlib.nullcontext() if float32 else torch.autocast("cpu", dtype=torch.bfloat16)


def rectified(x):
    """Not gelu: PyTorch 1.13 gives a wrong gradient of that where the gradient that it is given lies transposed in memory."""
    return F.leaky_relu(x, 0.1)


class Parser(nn.Module):
    def __init__(self, encoder, tags, relations, drop=0.0):
        super().__init__()
        self.encoder = encoder
        width = encoder.width
        self.root = nn.Parameter(torch.zeros(width))
        self.tag = nn.Linear(width, tags)
        self.dependent, self.head = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.label_dependent, self.label_head = nn.Linear(width, LABEL), nn.Linear(width, LABEL)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.label = nn.Parameter(torch.randn(relations, LABEL + 1, LABEL + 1) * 0.05)
        self.drop = nn.Dropout(drop)

    def words(self, inputs):
        x = self.drop(self.encoder(inputs))
        return x, torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)

    def forward(self, inputs, used):
        """Scores of tags, of heads (0 is the root), and the vectors that labels come from."""
        x, with_root = self.words(inputs)
        dependent, head = self.drop(rectified(self.dependent(x))), self.drop(rectified(self.head(with_root)))
        one = torch.ones_like(dependent[..., :1])
        arcs = torch.cat([dependent, one], -1) @ self.arc @ head.transpose(1, 2)
        possible = torch.cat([torch.ones_like(used[:, :1]), used], 1)[:, None, :]
        arcs = arcs.float().masked_fill(~possible, -1e4)
        eye = torch.eye(arcs.shape[1], arcs.shape[2] - 1, dtype=torch.bool)
        eye = F.pad(eye, (1, 0))[None]
        arcs = arcs.masked_fill(eye, -1e4)
        return self.tag(x).float(), arcs, rectified(self.label_dependent(x)), rectified(self.label_head(with_root))

    def relations(self, dependent, head, heads):
        head = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, LABEL))
        one = torch.ones_like(dependent[..., :1])
        d, h = torch.cat([dependent, one], -1), torch.cat([head, one], -1)
        return torch.einsum("bni,rij,bnj->bnr", d, self.label.to(d.dtype), h).float()


def batches(sentences, words, draw=None):
    """Batches of so many words, of sentences of like length."""
    order = list(range(len(sentences)))
    if draw:
        draw.shuffle(order)
    pool, groups = 2000, []
    for start in range(0, len(order), pool):
        group, longest, part = [], 0, []
        for i in sorted(order[start : start + pool], key=lambda i: len(sentences[i])):
            longest = max(longest, len(sentences[i]))
            if group and longest * (len(group) + 1) > words:
                part.append(group)
                group, longest = [], len(sentences[i])
            group.append(i)
        part.append(group)
        if draw:
            draw.shuffle(part)
        groups += part
    return groups


def is_tree(heads):
    if sum(h == 0 for h in heads) != 1:
        return False
    for at in range(1, len(heads) + 1):
        steps = 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return True


def predict(parser, sentences, language, of_treebank, words=500, float32=False):
    """For each sentence (tags, heads, relations, least probability of a head), in no order: index first."""
    parser.eval()
    with torch.no_grad(), products(float32):
        for group in batches(sentences, words):
            inputs, used = language.collate([sentences[i] for i in group], [of_treebank] * len(group))
            tags, arcs, dependent, head = parser(inputs, used)
            probability, heads = arcs.softmax(-1).max(-1)
            relations = parser.relations(dependent, head, heads)
            # Only the root's word has the root's relation (number 0).
            relations[..., 0] = relations[..., 0].masked_fill(heads != 0, -1e4)
            relations = relations.argmax(-1).masked_fill(heads == 0, 0)
            tags = tags.softmax(-1).max(-1)
            for row, i in enumerate(group):
                n = len(sentences[i])
                if int(used[row].sum()) == n:
                    yield i, tags.indices[row, :n].tolist(), heads[row, :n].tolist(), relations[row, :n].tolist(), probability[row, :n].tolist(), tags.values[row, :n].tolist()
    parser.train()


def evaluate(parser, gold, tags, relations, language, of_treebank, float32):
    right = [0, 0, 0]
    words = counted = 0
    plain = [[w[0] for w in sentence] for sentence in gold]
    for i, found_tags, heads, labels, _, _ in predict(parser, plain, language, of_treebank, float32=float32):
        for (_, tag, head, relation), t, h, r in zip(gold[i], found_tags, heads, labels):
            words += 1
            right[0] += tags[t] == tag
            if relation != "punct":
                counted += 1
                right[1] += h == head
                right[2] += h == head and relations[r] == relation
    return f"POS {100 * right[0] / words:.2f} UAS {100 * right[1] / counted:.2f} LAS {100 * right[2] / counted:.2f}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", default="../shared")
    arguments.add_argument("--train", nargs="+", required=True, help="FILE, or FILE@TIMES a pass: 0.5, 4")
    arguments.add_argument("--dev", nargs="*", default=[])
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--go-on", help="a parser to go on with")
    arguments.add_argument("--encoder", help="a parser of other treebanks to take the encoder's layers from (--multilingual)")
    arguments.add_argument("--epochs", type=float, default=2)
    arguments.add_argument("--multilingual", action="store_true")
    arguments.add_argument("--layers", type=int, default=3)
    arguments.add_argument("--frozen", type=int, default=0, help="first layers that stay as they are (--multilingual)")
    arguments.add_argument("--float32", action="store_true", help="no 16-bit products")
    arguments.add_argument("--rate", type=float, default=3e-4, help="step size in the encoder")
    arguments.add_argument("--above", type=float, default=5, help="step size above the encoder, by that in it")
    arguments.add_argument("--drop", type=float, default=0.2, help="share of a word's numbers that are off while learning")
    arguments.add_argument("--every", type=int, default=500, help="steps from one measurement to the next")
    arguments.add_argument("--words", type=int, default=1000, help="words of a batch")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    draw = random.Random(options.seed)
    parts = [(path, float(times or 1)) for path, _, times in (given.partition("@") for given in options.train)]
    whole = [(treebank(path), list(read_tsv(path)), times) for path, times in parts]
    treebanks = sorted({name for name, _, _ in whole})
    tags = sorted({w[1] for _, sentences, _ in whole for s in sentences for w in s})
    relations = ["root"] + sorted({w[3] for _, sentences, _ in whole for s in sentences for w in s} - {"root"})
    train = [(name, s) for name, sentences, times in whole for s in some(sentences, times)]
    gold = [sentence for _, sentence in train]
    language = Multilingual(options.shared, treebanks, options.frozen) if options.multilingual else English(options.shared)
    parser = Parser(language.encoder(options.layers), len(tags), len(relations), options.drop)
    if options.encoder:
        layers = {name: t for name, t in load_file(options.encoder).items() if name.startswith("encoder.layers.")}
        parser.load_state_dict(layers, strict=False)
    if options.multilingual:
        sample = range(0, len(gold), len(gold) // 100 + 1)
        parser.encoder.standardise(*language.collate([[w[0] for w in gold[i]] for i in sample], [train[i][0] for i in sample]))
    if options.go_on:
        parser.load_state_dict(load_file(options.go_on))
    named = [(n, p) for n, p in parser.named_parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in named if n.startswith("encoder.")], "lr": options.rate},
            {"params": [p for n, p in named if not n.startswith("encoder.")], "lr": options.above * options.rate},
        ],
        weight_decay=0.01,
    )
    epochs = int(options.epochs + 0.999)
    groups = [g for _ in range(epochs) for g in batches(gold, options.words, draw)]
    groups = groups[: int(len(groups) * options.epochs / epochs)]
    warm = max(1, len(groups) // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (len(groups) - step) / len(groups)))
    )
    started, seen, running = time.time(), 0, 0.0
    print(f"{len(gold)} sentences, {len(groups)} batches", flush=True)
    for step, group in enumerate(groups):
        sentences = [gold[i] for i in group]
        inputs, used = language.collate([[w[0] for w in s] for s in sentences], [train[i][0] for i in group])
        count = used.shape[1]
        target = torch.full((3, len(group), count), -100)
        for row, sentence in enumerate(sentences):
            n = int(used[row].sum())
            for at, (_, tag, head, relation) in enumerate(sentence[:n]):
                target[0, row, at] = tags.index(tag)
                target[1, row, at] = head if head <= n else -100
                target[2, row, at] = relations.index(relation)
        with products(options.float32):
            tag_scores, arcs, dependent, head = parser(inputs, used)
            labels = parser.relations(dependent, head, target[1].clamp(min=0))
        loss = sum(
            F.cross_entropy(scores.flatten(0, 1), wanted.flatten())
            for scores, wanted in zip((tag_scores, arcs, labels), target)
        )
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in named], 1.0)
        optimizer.step()
        schedule.step()
        seen += sum(map(len, sentences))
        running = 0.98 * running + 0.02 * loss.item()
        if step % 20 == 19:
            print(f"step {step + 1}/{len(groups)} loss {running:.4f} {seen / (time.time() - started):.0f} words/s", flush=True)
        if step % options.every == options.every - 1 or step + 1 == len(groups):
            save_file(parser.state_dict(), options.out)
            pathlib.Path(options.out + ".json").write_text(
                json.dumps({"tags": tags, "relations": relations, "treebanks": treebanks, "frozen": options.frozen})
            )
            for path in options.dev:
                sample = list(read_tsv(path))[:: 1 if step + 1 == len(groups) else 3]
                print(path, evaluate(parser, sample, tags, relations, language, treebank(path), options.float32), flush=True)


if __name__ == "__main__":
    main()
