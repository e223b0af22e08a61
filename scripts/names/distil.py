"""Distils the accurate name tagger from its teacher (docs/models.md tells how and why).

Loss on hand-annotated words: -log of the summed probability of all labels that the corpus leaves possible. Loss on
relabelled words: binary cross entropy of the teacher's label against its probability.
"""

import argparse
import pathlib
import random
import time

import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional as F

import corpus
import evaluation
from student import Student, WordPieces, encode, from_teacher, narrowed

GOLD = ["wikigold", "gum", "redocred", "uner_ewt", "crossner", "re3d"]
RELABELLED = {"gmb": 1.0, "pos_masc": 1.0, "pos_ud_ewt": 0.7, "btc": 0.2, "multiner_gov": 0.5, "wnut17": 0.2}
DEV = ["gum", "uner_ewt", "redocred", "crossner"]


def collate(sentences, word_pieces):
    rows = [encode(s.words, word_pieces) for s in sentences]
    length, count = max(len(r[0]) for r in rows), max(1, max(len(r[2]) for r in rows))

    def padded(column, size):
        return torch.tensor([r[column] + [0] * (size - len(r[column])) for r in rows])

    mask = torch.tensor([[True] * len(r[0]) + [False] * (length - len(r[0])) for r in rows])[:, None, None, :]
    inputs = (padded(0, length), padded(1, length), mask, padded(2, count), padded(3, count), padded(4, count))
    return inputs, [len(r[2]) for r in rows]


def targets(sentences, counts, width):
    """Allowed labels per word, target probability of that set, and which words count."""
    allowed = torch.zeros(len(sentences), width, len(corpus.LABELS))
    probability = torch.ones(len(sentences), width)
    used = torch.zeros(len(sentences), width)
    for row, (sentence, count) in enumerate(zip(sentences, counts)):
        used[row, :count] = 1.0
        for i in range(count):
            if sentence.gold is not None:
                allowed[row, i, list(sentence.gold[i])] = 1.0
            else:
                label, p = sentence.silver[i]
                allowed[row, i, label] = 1.0
                probability[row, i] = p
    return allowed, probability, used


def loss_of(scores, target):
    allowed, probability, used = target
    p = (scores.softmax(-1) * allowed).sum(-1).clamp(1e-6, 1 - 1e-6)
    return (F.binary_cross_entropy(p, probability, reduction="none") * used).sum() / used.sum()


def training_sentences(options):
    nationalities = corpus.demonyms(pathlib.Path(options.shared) / "gazetteers")
    gold = [s for name in GOLD for s in corpus.read_gold(options.shared, name, "train", nationalities)]
    for path in options.extra:
        gold += [
            corpus.Sentence(line["tokens"], corpus.allowed_labels("extra", line["tokens"], line["ner"], nationalities), None)
            for line in corpus.read_lines(pathlib.Path(path))
        ]
    folder = pathlib.Path(options.shared) / "corpora" / "ner"
    excluded = {tuple(line["tokens"]) for name in DEV for line in corpus.read_lines(folder / f"{name}.dev.jsonl")}
    silver = [
        s
        for name, share in RELABELLED.items()
        for s in corpus.read_relabelled(options.shared, name, share, options.seed, excluded)
    ]
    return gold * options.gold_passes + silver


def batches(sentences, size, draw):
    """Batches of sentences of like length, in random order."""
    draw.shuffle(sentences)
    pool = size * 50
    for start in range(0, len(sentences), pool):
        part = sorted(sentences[start : start + pool], key=lambda s: len(s.words))
        groups = [part[i : i + size] for i in range(0, len(part), size)]
        draw.shuffle(groups)
        yield from groups


def evaluate(student, word_pieces, shared):
    student.eval()
    result = {}
    folder = pathlib.Path(shared) / "corpora" / "ner"
    with torch.no_grad():
        for name in DEV:
            gold, found = [], []
            lines = list(evaluation.gold_spans(folder / f"{name}.dev.jsonl"))
            for start in range(0, len(lines), 32):
                part = lines[start : start + 32]
                inputs, counts = collate([corpus.Sentence(w, None, None) for w, _ in part], word_pieces)
                scores = student(inputs)
                for (_, spans), row, count in zip(part, scores, counts):
                    gold.append(spans)
                    found.append(evaluation.spans(evaluation.viterbi(row[:count])) if count else [])
            result[name] = (evaluation.f1(gold, found, {"PER", "ORG", "LOC"}), evaluation.f1(gold, found, {"ORG"}))
    student.train()
    typed = sum(a for a, _ in result.values()) / len(result)
    organisations = sum(b for _, b in result.values()) / len(result)
    return f"dev {typed:.1f} (ORG {organisations:.1f}) " + " ".join(f"{n} {a:.1f}" for n, (a, _) in result.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", default="../shared")
    parser.add_argument("--out", required=True, help="safetensors file to write")
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--width", type=int, default=768, help="inner units of each feed-forward block")
    parser.add_argument("--go-on", help="student to go on with, instead of the teacher's layers")
    parser.add_argument("--gold-passes", type=int, default=2)
    parser.add_argument("--fraction", type=float, default=1.0, help="part of the pass to run, for trials")
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--extra", nargs="*", default=[], help="further labelled JSON Lines files")
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    draw = random.Random(options.seed)
    teacher = pathlib.Path(options.shared) / "models" / "names-teacher"
    word_pieces = WordPieces(teacher / "tokenizer.json")
    sentences = training_sentences(options)
    if options.go_on:
        student = Student(options.layers, options.width)
        student.load_state_dict(load_file(options.go_on))
    else:
        student = from_teacher(load_file(teacher / "model.f16.safetensors"), options.layers)
    if options.width < student.layers[0].inner.out_features:
        sample = [collate(group, word_pieces)[0] for group in list(batches(list(sentences), 24, random.Random(0)))[:20]]
        student = narrowed(student, options.width, sample)
    # Word pieces that the corpora show rarely keep what pretraining taught them.
    student.words.weight.requires_grad_(False)

    fast = {"out.weight", "out.bias", "case.weight", "case_out.weight"}
    named = [(n, p) for n, p in student.named_parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in named if n not in fast], "lr": options.rate},
            {"params": [p for n, p in named if n in fast], "lr": 10 * options.rate},
        ],
        weight_decay=0.01,
    )
    groups = list(batches(sentences, options.batch, draw))
    groups = groups[: int(len(groups) * options.fraction)]
    warm = max(1, len(groups) // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (len(groups) - step) / len(groups)))
    )
    started, words, running = time.time(), 0, 0.0
    print(f"{len(sentences)} sentences, {len(groups)} batches", flush=True)
    for step, group in enumerate(groups):
        group = [corpus.in_capitals(s) if draw.random() < 0.05 else s for s in group]
        inputs, counts = collate(group, word_pieces)
        target = targets(group, counts, inputs[3].shape[1])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = student(inputs)
        loss = loss_of(scores.float(), target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in named], 1.0)
        optimizer.step()
        schedule.step()
        words += sum(counts)
        running = 0.98 * running + 0.02 * loss.item()
        if step % 50 == 49:
            rate = words / (time.time() - started)
            print(f"step {step + 1}/{len(groups)} loss {running:.4f} {rate:.0f} words/s", flush=True)
        if step % 1000 == 999:
            print(evaluate(student, word_pieces, options.shared), flush=True)
            save_file(student.state_dict(), options.out)
    print(evaluate(student, word_pieces, options.shared), flush=True)
    save_file(student.state_dict(), options.out)


if __name__ == "__main__":
    main()
