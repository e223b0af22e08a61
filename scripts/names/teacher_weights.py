"""The teacher's tensors by the names that the student has for them."""

import numpy as np


def renamed(tensors, layers):
    """The first layers, in 32 bits. Query, key and value are one matrix; token type 0 is folded into the positions."""
    t = {name: np.asarray(value, dtype=np.float32) for name, value in tensors.items()}
    embeddings = "m.embeddings."
    named = {
        "words.weight": t[embeddings + "word_embeddings.weight"],
        "positions.weight": t[embeddings + "position_embeddings.weight"] + t[embeddings + "token_type_embeddings.weight"][0],
        "norm.weight": t[embeddings + "LayerNorm.weight"],
        "norm.bias": t[embeddings + "LayerNorm.bias"],
        "case.weight": t["case.weight"],
        "case_out.weight": t["oc.weight"],
        "out.weight": t["out.weight"],
        "out.bias": t["out.bias"],
    }
    for i in range(layers):
        source, target = f"m.encoder.layer.{i}.", f"layers.{i}."
        for part in ("weight", "bias"):
            qkv = [t[f"{source}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            named[f"{target}qkv.{part}"] = np.concatenate(qkv)
            for ours, theirs in (
                ("attended", "attention.output.dense"),
                ("attended_norm", "attention.output.LayerNorm"),
                ("inner", "intermediate.dense"),
                ("outer", "output.dense"),
                ("outer_norm", "output.LayerNorm"),
            ):
                named[f"{target}{ours}.{part}"] = t[f"{source}{theirs}.{part}"]
    return named
