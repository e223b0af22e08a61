"""The encoder of the accurate name tagger: the teacher's first layers with narrower feed-forward blocks."""

import json
import unicodedata

import torch
from torch import nn
from torch.nn import functional as F

from teacher_weights import renamed

HIDDEN, HEADS, CASES, CASE_OUT = 384, 12, 20, 16
CLS, SEP, UNKNOWN = 101, 102, 100
LAYER_NORM_EPS = 1e-12


def case_class(word):
    """How a word is written, since the word pieces are lower-cased: 1 to 8."""
    letters = any(c.isalpha() for c in word)
    digits = any(c.isdigit() for c in word)
    if digits:
        return 8 if letters else 6
    if not letters:
        return 7
    if word == word.lower():
        return 1
    if word == word.upper():
        return 3 if len(word) > 1 else 4
    if word[0] == word[0].upper() and word[1:] == word[1:].lower():
        return 2
    return 5


class WordPieces:
    """Greedy longest-match word pieces (Wu et al. 2016, as BERT uses them), one word at a time."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.vocabulary = json.load(file)["model"]["vocab"]
        self.known = {}

    def pieces(self, word):
        if word not in self.known:
            self.known[word] = [p for part in self.basic(word) for p in self.longest_matches(part)] or [UNKNOWN]
        return self.known[word]

    @staticmethod
    def basic(word):
        """Lower case, accents off, punctuation apart."""
        parts, current = [], ""
        for c in unicodedata.normalize("NFD", word.lower()):
            category = unicodedata.category(c)
            if category == "Mn" or category in ("Cc", "Cf"):
                continue
            mark = category.startswith("P") or (ord(c) < 128 and not c.isalnum() and not c.isspace())
            if mark or 0x4E00 <= ord(c) <= 0x9FFF:
                parts += [current, c]
                current = ""
            elif c.isspace():
                parts.append(current)
                current = ""
            else:
                current += c
        return [p for p in parts + [current] if p]

    def longest_matches(self, part):
        if len(part) > 100:
            return [UNKNOWN]
        found, start = [], 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = ("##" if start else "") + part[start:end]
                if piece in self.vocabulary:
                    found.append(self.vocabulary[piece])
                    start = end
                    break
            else:
                return [UNKNOWN]
        return found


def encode(words, word_pieces, limit=128):
    """Piece ids, case classes, first and last piece of each word that fits, case of each word."""
    ids, cases, first, last, word_cases = [CLS], [0], [], [], []
    for word in words:
        pieces = word_pieces.pieces(word)[:16]
        if len(ids) + len(pieces) >= limit:
            break
        case = case_class(word)
        first.append(len(ids))
        last.append(len(ids) + len(pieces) - 1)
        word_cases.append(case)
        ids += pieces
        cases += [case] + [case + 9] * (len(pieces) - 1)
    return ids + [SEP], cases + [0], first, last, word_cases


class Layer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.attended = nn.Linear(HIDDEN, HIDDEN)
        self.attended_norm = nn.LayerNorm(HIDDEN, eps=LAYER_NORM_EPS)
        self.inner = nn.Linear(HIDDEN, width)
        self.outer = nn.Linear(width, HIDDEN)
        self.outer_norm = nn.LayerNorm(HIDDEN, eps=LAYER_NORM_EPS)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.attended_norm(x + self.attended(a.transpose(1, 2).reshape(batch, length, HIDDEN)))
        return self.outer_norm(x + self.outer(F.gelu(self.inner(x))))


class Student(nn.Module):
    def __init__(self, layers, width, vocabulary=30522, positions=512, labels=11):
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.positions = nn.Embedding(positions, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=LAYER_NORM_EPS)
        self.case = nn.Embedding(CASES, HIDDEN)
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        self.case_out = nn.Embedding(CASES, CASE_OUT)
        self.out = nn.Linear(2 * HIDDEN + CASE_OUT, labels)

    def forward(self, batch):
        ids, cases, mask, first, last, word_cases = batch
        x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]] + self.case(cases))
        for layer in self.layers:
            x = layer(x, mask)
        pick = lambda index: x.gather(1, index.unsqueeze(-1).expand(-1, -1, HIDDEN))
        return self.out(torch.cat([pick(first), pick(last), self.case_out(word_cases)], -1))


def from_teacher(tensors, layers):
    """A student with the teacher's first layers at full width."""
    state = {name: torch.from_numpy(value) for name, value in renamed(tensors, layers).items()}
    student = Student(layers, state["layers.0.inner.weight"].shape[0])
    student.load_state_dict(state)
    return student


def narrowed(student, width, batches):
    """Keeps the `width` inner units of each block that move its output most: mean activation times output norm."""
    importance = [torch.zeros(layer.inner.out_features) for layer in student.layers]
    hooks = [
        layer.inner.register_forward_hook(
            lambda _m, _i, out, i=i: importance[i].add_(F.gelu(out).abs().flatten(0, -2).mean(0))
        )
        for i, layer in enumerate(student.layers)
    ]
    with torch.no_grad():
        for batch in batches:
            student(batch)
    for hook in hooks:
        hook.remove()
    small = Student(len(student.layers), width)
    state = student.state_dict()
    for i, layer in enumerate(student.layers):
        score = importance[i] * layer.outer.weight.detach().norm(dim=0)
        keep = score.topk(width).indices.sort().values
        for name, value in (
            ("inner.weight", layer.inner.weight[keep]),
            ("inner.bias", layer.inner.bias[keep]),
            ("outer.weight", layer.outer.weight[:, keep]),
        ):
            state[f"layers.{i}.{name}"] = value.detach()
    small.load_state_dict(state)
    return small
