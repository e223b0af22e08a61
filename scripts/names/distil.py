"""Distils the accurate name tagger from its teacher (docs/models.md tells how and why).

Every word learns the teacher's probabilities, on hand-annotated words limited to the labels that the corpus leaves possible
and with the loss of the corpus beside it (-log of the summed probability of those labels), and the teacher's last state of
its first piece. `teacher_outputs.py` writes both.
"""

import argparse
import pathlib
import random
import time

import torch
from safetensors.torch import load_file, save_file

import corpus
import evaluation
from student import Student, WordPieces, encode, from_teacher, narrowed

GOLD = ["wikigold", "gum", "redocred", "uner_ewt", "crossner", "re3d"]
RELABELLED = {"gmb": 1.0, "pos_masc": 1.0, "pos_ud_ewt": 1.0, "btc": 0.4, "multiner_gov": 1.0, "wnut17": 0.4}
DEV = ["gum", "uner_ewt", "redocred", "crossner"]
# How much the teacher's states and the corpora's own labels count beside the teacher's probabilities.
STATES, OWN_LABELS = 0.1, 0.5
CAPITALS = 0.04


def collate(sentences, word_pieces):
    rows = [encode(s.words, word_pieces) for s in sentences]
    length, count = max(len(r[0]) for r in rows), max(1, max(len(r[2]) for r in rows))

    def padded(column, size):
        return torch.tensor([r[column] + [0] * (size - len(r[column])) for r in rows])

    mask = torch.tensor([[True] * len(r[0]) + [False] * (length - len(r[0])) for r in rows])[:, None, None, :]
    inputs = (padded(0, length), padded(1, length), mask, padded(2, count), padded(3, count), padded(4, count))
    return inputs, [len(r[2]) for r in rows]


def training_sentences(shared, extra, seed):
    """All sentences, in the order in which `teacher_outputs.py` writes what the teacher makes of them."""
    nationalities = corpus.demonyms(pathlib.Path(shared) / "gazetteers")
    gold = [s for name in GOLD for s in corpus.read_gold(shared, name, "train", nationalities)]
    for path in extra:
        gold += [
            corpus.Sentence(line["tokens"], corpus.allowed_labels("extra", line["tokens"], line["ner"], nationalities), None)
            for line in corpus.read_lines(pathlib.Path(path))
        ]
    folder = pathlib.Path(shared) / "corpora" / "ner"
    excluded = {tuple(line["tokens"]) for name in DEV for line in corpus.read_lines(folder / f"{name}.dev.jsonl")}
    silver = [
        s for name, share in RELABELLED.items() for s in corpus.read_relabelled(shared, name, share, seed, excluded)
    ]
    return gold + silver


def batches(examples, size, draw):
    """Batches of some `size` words in sentences of like length, in random order, without end; gold sentences twice a pass."""
    while True:
        examples_of_pass = [e for e in examples for _ in range(1 if e[0].gold is None else 2)]
        draw.shuffle(examples_of_pass)
        for start in range(0, len(examples_of_pass), 4000):
            groups, group = [], []
            for example in sorted(examples_of_pass[start : start + 4000], key=lambda e: len(e[0].words)):
                group.append(example)
                if len(group) * len(example[0].words) >= size:
                    groups.append(group)
                    group = []
            groups += [group] if group else []
            draw.shuffle(groups)
            yield from groups


def losses(scores, states, group, counts, in_capitals):
    """Cross entropy with the teacher's probabilities, distance from its states, loss of the corpora's own labels."""
    words, labels = scores.shape[1], len(corpus.LABELS)
    told, target = torch.zeros(len(group), words, labels), torch.zeros(len(group), words, states.shape[-1])
    allowed = torch.ones(len(group), words, labels)
    used, compared, own = (torch.zeros(len(group), words) for _ in range(3))
    for row, ((sentence, logits, state), count, capitals) in enumerate(zip(group, counts, in_capitals)):
        used[row, :count] = 1.0
        told[row, :count] = logits[:count].float()
        if not capitals:
            target[row, :count], compared[row, :count] = state[:count].float(), 1.0
        if sentence.gold is not None:
            own[row, :count] = 1.0
            for i in range(count):
                allowed[row, i] = 0.0
                allowed[row, i, list(sentence.gold[i])] = 1.0
    log_p = scores.log_softmax(-1)
    told = (told.softmax(-1) + 1e-6) * allowed
    told = told / told.sum(-1, keepdim=True)
    soft = (-(told * log_p).sum(-1) * used).sum() / used.sum()
    distance = (((states - target) ** 2).mean(-1) * compared).sum() / compared.sum().clamp_min(1) / (target.var() + 1e-6)
    of_corpus = (-(log_p.exp() * allowed).sum(-1).clamp(1e-6, 1).log() * own).sum() / used.sum()
    return soft + STATES * distance + OWN_LABELS * of_corpus


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
    parser.add_argument("--outputs", required=True, help="what teacher_outputs.py wrote for the same --extra and --seed")
    parser.add_argument("--out", required=True, help="safetensors file to write")
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--width", type=int, default=768, help="inner units of each feed-forward block")
    parser.add_argument("--words", type=float, default=2.7e6, help="words to learn from, all passes together")
    parser.add_argument("--batch", type=int, default=700, help="words in a batch")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--extra", nargs="*", default=[], help="further labelled JSON Lines files")
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    draw = random.Random(options.seed)
    teacher = pathlib.Path(options.shared) / "models" / "names-teacher"
    word_pieces = WordPieces(teacher / "tokenizer.json")
    sentences = training_sentences(options.shared, options.extra, options.seed)
    outputs = load_file(options.outputs)
    counts = outputs["counts"].tolist()
    parts = zip(sentences, outputs["logits"].split(counts), outputs["states"].split(counts), strict=True)
    examples = [part for part in parts if part[0].words]
    student = from_teacher(load_file(teacher / "model.f16.safetensors"), options.layers)
    if options.width < student.layers[0].inner.out_features:
        sample = random.Random(0).sample(sentences, 480)
        student = narrowed(student, options.width, [collate(sample[i : i + 24], word_pieces)[0] for i in range(0, 480, 24)])
    # Word pieces that the corpora show rarely keep what pretraining taught them.
    student.words.weight.requires_grad_(False)
    last_states = []
    student.layers[-1].register_forward_hook(lambda _layer, _inputs, output: last_states.append(output))

    fast = {"out.weight", "out.bias", "case.weight", "case_out.weight"}
    named = [(n, p) for n, p in student.named_parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": [p for n, p in named if n not in fast]}, {"params": [p for n, p in named if n in fast]}],
        weight_decay=0.01,
    )
    started, step, seen, running = time.time(), 0, 0, 0.0
    for group in batches(examples, options.batch, draw):
        done = seen / options.words
        if done >= 1.0:
            break
        rate = options.rate * min(1.0, done / 0.03 + 1e-3) * (1.0 - done)
        optimizer.param_groups[0]["lr"], optimizer.param_groups[1]["lr"] = rate, 3 * rate
        in_capitals = [draw.random() < CAPITALS for _ in group]
        written = [corpus.in_capitals(e[0]) if capitals else e[0] for e, capitals in zip(group, in_capitals)]
        inputs, counts = collate(written, word_pieces)
        # Capitals may have other pieces, and fewer words fit then.
        counts = [min(count, len(e[1])) for count, e in zip(counts, group)]
        last_states.clear()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = student(inputs)
        states = last_states[0]
        first = inputs[3].unsqueeze(-1).expand(-1, -1, states.shape[-1])
        loss = losses(scores.float(), states.gather(1, first).float(), group, counts, in_capitals)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in named], 1.0)
        optimizer.step()
        step, seen, running = step + 1, seen + sum(counts), 0.98 * running + 0.02 * loss.item()
        if step % 200 == 0:
            print(f"{done:.0%} loss {running:.4f} {seen / (time.time() - started):.0f} words/s", flush=True)
    print(evaluate(student, word_pieces, options.shared), flush=True)
    save_file(student.state_dict(), options.out)


if __name__ == "__main__":
    main()
