"""Trains a larger tagger and parser, and labels plain sentences with it (docs/models.md tells how and why).

The encoder is the name tagger's teacher; on its word states stand a tagger and a biaffine parser (Dozat and Manning
2017). Trees are the maximum spanning ones (Chu and Liu 1965; Edmonds 1967) by way of greedy heads, which are a tree in
nearly all sentences; those in which they are not are left out of what is labelled.
"""

import argparse
import gzip
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


class Parser(nn.Module):
    def __init__(self, tensors, layers, tags, relations):
        super().__init__()
        self.encoder = from_teacher(tensors, layers)
        self.encoder.out = nn.Identity()
        width = 2 * HIDDEN + CASE_OUT
        self.root = nn.Parameter(torch.zeros(width))
        self.tag = nn.Linear(width, tags)
        self.dependent, self.head = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.label_dependent, self.label_head = nn.Linear(width, LABEL), nn.Linear(width, LABEL)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.label = nn.Parameter(torch.randn(relations, LABEL + 1, LABEL + 1) * 0.05)
        self.drop = nn.Dropout(0.2)

    def words(self, inputs):
        x = self.drop(self.encoder(inputs))
        return x, torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)

    def forward(self, inputs, used):
        """Scores of tags, of heads (0 is the root), and the vectors that labels come from."""
        x, with_root = self.words(inputs)
        dependent, head = self.drop(F.gelu(self.dependent(x))), self.drop(F.gelu(self.head(with_root)))
        one = torch.ones_like(dependent[..., :1])
        arcs = torch.cat([dependent, one], -1) @ self.arc @ head.transpose(1, 2)
        possible = torch.cat([torch.ones_like(used[:, :1]), used], 1)[:, None, :]
        arcs = arcs.float().masked_fill(~possible, -1e4)
        eye = torch.eye(arcs.shape[1], arcs.shape[2] - 1, dtype=torch.bool)
        eye = F.pad(eye, (1, 0))[None]
        arcs = arcs.masked_fill(eye, -1e4)
        return self.tag(x).float(), arcs, F.gelu(self.label_dependent(x)), F.gelu(self.label_head(with_root))

    def relations(self, dependent, head, heads):
        head = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, LABEL))
        one = torch.ones_like(dependent[..., :1])
        d, h = torch.cat([dependent, one], -1), torch.cat([head, one], -1)
        return torch.einsum("bni,rij,bnj->bnr", d, self.label.to(d.dtype), h).float()


def collate(sentences, word_pieces):
    rows = [encode(words, word_pieces, 256) for words in sentences]
    length, count = max(len(r[0]) for r in rows), max(1, max(len(r[2]) for r in rows))

    def padded(column, size):
        return torch.tensor([r[column] + [0] * (size - len(r[column])) for r in rows])

    mask = torch.tensor([[True] * len(r[0]) + [False] * (length - len(r[0])) for r in rows])[:, None, None, :]
    used = torch.tensor([[True] * len(r[2]) + [False] * (count - len(r[2])) for r in rows])
    return (padded(0, length), padded(1, length), mask, padded(2, count), padded(3, count), padded(4, count)), used


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


def predict(parser, sentences, word_pieces, words=2000):
    """For each sentence (tags, heads, relations, least probability of a head), in no order: index first."""
    parser.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for group in batches(sentences, words):
            inputs, used = collate([sentences[i] for i in group], word_pieces)
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


def evaluate(parser, gold, tags, relations, word_pieces):
    right = [0, 0, 0]
    words = counted = 0
    for i, found_tags, heads, labels, _, _ in predict(parser, [[w[0] for w in s] for s in gold], word_pieces):
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
    arguments.add_argument("--train", nargs="+", required=True)
    arguments.add_argument("--dev", nargs="*", default=[])
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--go-on", help="a parser to go on with")
    arguments.add_argument("--epochs", type=float, default=2)
    arguments.add_argument("--layers", type=int, default=3)
    arguments.add_argument("--rate", type=float, default=3e-4)
    arguments.add_argument("--words", type=int, default=1000, help="words of a batch")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    draw = random.Random(options.seed)
    folder = pathlib.Path(options.shared) / "models" / "names-teacher"
    word_pieces = WordPieces(folder / "tokenizer.json")
    gold = [s for path in options.train for s in read_tsv(path)]
    tags = sorted({w[1] for s in gold for w in s})
    relations = ["root"] + sorted({w[3] for s in gold for w in s} - {"root"})
    parser = Parser(load_file(folder / "model.f16.safetensors"), options.layers, len(tags), len(relations))
    if options.go_on:
        parser.load_state_dict(load_file(options.go_on))
    parser.encoder.words.weight.requires_grad_(False)
    named = [(n, p) for n, p in parser.named_parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in named if n.startswith("encoder.")], "lr": options.rate},
            {"params": [p for n, p in named if not n.startswith("encoder.")], "lr": 5 * options.rate},
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
        inputs, used = collate([[w[0] for w in s] for s in sentences], word_pieces)
        count = used.shape[1]
        target = torch.full((3, len(group), count), -100)
        for row, sentence in enumerate(sentences):
            n = int(used[row].sum())
            for at, (_, tag, head, relation) in enumerate(sentence[:n]):
                target[0, row, at] = tags.index(tag)
                target[1, row, at] = head if head <= n else -100
                target[2, row, at] = relations.index(relation)
        with torch.autocast("cpu", dtype=torch.bfloat16):
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
        if step % 1000 == 999 or step + 1 == len(groups):
            save_file(parser.state_dict(), options.out)
            pathlib.Path(options.out + ".json").write_text(json.dumps({"tags": tags, "relations": relations}))
            for path in options.dev:
                sample = list(read_tsv(path))[:: 1 if step + 1 == len(groups) else 5]
                print(path, evaluate(parser, sample, tags, relations, word_pieces), flush=True)


if __name__ == "__main__":
    main()
