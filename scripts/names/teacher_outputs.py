"""What the teacher makes of every training sentence of `distil.py`: its scores for each word and its last state of the word's
first piece, in 16 bits.

usage: teacher_outputs.py --shared ../shared --extra sport.jsonl --out outputs.safetensors
"""

import argparse
import pathlib

import torch
from safetensors.numpy import load_file
from safetensors.torch import save_file

import distil
from student import WordPieces, from_teacher

LAYERS = 6
WORDS_A_BATCH = 1600


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", default="../shared")
    parser.add_argument("--extra", nargs="*", default=[], help="further labelled JSON Lines files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True, help="safetensors file to write")
    options = parser.parse_args()

    sentences = distil.training_sentences(options.shared, options.extra, options.seed)
    folder = pathlib.Path(options.shared) / "models" / "names-teacher"
    word_pieces = WordPieces(folder / "tokenizer.json")
    teacher = from_teacher(load_file(folder / "model.f16.safetensors"), LAYERS).eval()
    last_states = []
    teacher.layers[-1].register_forward_hook(lambda _layer, _inputs, output: last_states.append(output))
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words))
    logits, states = [None] * len(sentences), [None] * len(sentences)
    start = 0
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        while start < len(order):
            size = max(4, min(64, WORDS_A_BATCH // max(1, len(sentences[order[start]].words))))
            part = order[start : start + size]
            start += size
            inputs, counts = distil.collate([sentences[i] for i in part], word_pieces)
            last_states.clear()
            scores = teacher(inputs)
            for row, (i, count) in enumerate(zip(part, counts)):
                logits[i] = scores[row, :count].half()
                states[i] = last_states[0][row, inputs[3][row, :count]].half()
    counts = torch.tensor([len(part) for part in logits])
    save_file({"counts": counts, "logits": torch.cat(logits), "states": torch.cat(states)}, options.out)


if __name__ == "__main__":
    main()
