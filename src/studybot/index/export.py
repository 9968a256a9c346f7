"""Compile a sentence-transformers model into a graph: `python -m studybot.index.export FOLDER INTO`, in a process of its own.

The graph takes token ids and gives unit vectors, pooling and normalising included. Whoever answers questions then needs
neither torch nor sentence-transformers.
"""

import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

REFUSED = 3  # exit status: the model was loaded, and standard output says why it cannot be compiled
OPSET = 17
CLOSE = 1e-5  # largest difference between a number of the graph's vectors and the library's
GRAPH, WEIGHTS, TOKENIZER, DESCRIPTION = "model.onnx", "model.weights", "tokenizer.json", "encoder.json"
WORDS = "words.f32"  # the vector of each token, row by row
IDS = "input_ids"
# One of each length and script, so that a graph that fits only the traced example is noticed.
PROBES = ("a", "What is a security group, and how many rules can it have?", "größe ⚡ naïve 中文", "", "word " * 600)


class Refused(Exception):
    """The model is of a kind that no graph can be made of, or the graph gives other vectors."""


def export(folder: Path, into: Path) -> None:
    """Write graph, tokenizer and description of the model in `folder`; raises Refused when its vectors would differ."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    warnings.simplefilter("ignore")  # tracing warns of every branch on a shape; the probes tell whether one mattered
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # seconds to import

    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"attn_implementation": "eager"}).eval()
    try:
        tokenizer = model.tokenizer.backend_tokenizer
        inputs = list(model.tokenizer.model_input_names)
    except AttributeError as error:
        raise Refused("it has no tokenizer that the tokenizers library reads") from error
    prompt = model.prompts.get(model.default_prompt_name, "") if model.default_prompt_name else ""
    try:
        _write_graph(model, inputs, into / GRAPH)
        words = _part_weights(into)
    except Exception as error:  # tracing raises whatever the model's own code does
        raise Refused(" ".join(f"{type(error).__name__}: {error}".split())[:200]) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=int(model.max_seq_length or 512))
    tokenizer.save(str(into / TOKENIZER))
    described = {"dimension": int(model.get_embedding_dimension() or 0), "inputs": inputs, "prompt": prompt, "words": words}
    (into / DESCRIPTION).write_text(json.dumps(described), encoding="utf-8")
    _compare(model, into)


def _write_graph(model: Any, inputs: list[str], path: Path) -> None:
    import torch  # noqa: PLC0415  # seconds to import

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *values: Any) -> Any:
            first, *rest = self.model
            features = first(dict(zip(inputs, values, strict=True)))
            count = values[0].shape[0]
            # A sum over the tokens of one text alone is computed in another order than over those of several. Pooled
            # twice, there are always several: a text has the same vector, to the last bit, in every batch.
            features = {
                name: torch.cat([value, value]) if _by_text(value, count) else value for name, value in features.items()
            }
            for module in rest:
                features = module(features)
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=1)[:count]

    def _by_text(value: Any, count: int) -> bool:
        return isinstance(value, torch.Tensor) and value.dim() > 1 and value.shape[0] == count

    # Of equal length: nothing is padded, here as later.
    example = model.tokenizer(["one two three", "two three four"], return_tensors="pt")
    axes = {name: {0: "texts", 1: "tokens"} for name in inputs} | {"vectors": {0: "texts"}}
    with torch.no_grad():
        torch.onnx.export(
            Graph().eval(),
            tuple(example[name] for name in inputs),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=inputs,
            output_names=["vectors"],
            dynamic_axes=axes,
        )


def _part_weights(folder: Path) -> str:
    """Put the weights into a file of their own, which is mapped when the graph is opened and not read.

    The table of words, half of all weights, becomes rows that a text brings along. Returns their name as an input, "" when
    the graph has no such table.
    """
    import onnx  # noqa: PLC0415  # with the rest

    model = onnx.load_model(folder / GRAPH)
    rows = _part_words(model.graph, folder / WORDS)
    onnx.save_model(model, folder / GRAPH, save_as_external_data=True, location=WEIGHTS)
    return rows


def _part_words(graph: Any, path: Path) -> str:
    """Write the table that token ids are looked up in to a file, and take it out of the graph."""
    from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415

    path.touch()
    tables = {table.name: table for table in graph.initializer if table.data_type == TensorProto.FLOAT and len(table.dims) == 2}
    used = [name for node in graph.node for name in node.input]
    for node in graph.node:
        if node.op_type == "Gather" and node.input[1] == IDS and node.input[0] in tables and used.count(node.input[0]) == 1:
            table, (rows,) = tables[node.input[0]], node.output
            numpy_helper.to_array(table).tofile(path)
            graph.initializer.remove(table)
            graph.node.remove(node)
            graph.input.append(helper.make_tensor_value_info(rows, TensorProto.FLOAT, ["texts", "tokens", table.dims[1]]))
            return str(rows)
    return ""


def _compare(model: Any, into: Path) -> None:
    import numpy as np  # noqa: PLC0415  # with the rest

    from studybot.index.compiled import opened  # noqa: PLC0415  # it imports names of this module

    expected = np.asarray(model.encode(list(PROBES), normalize_embeddings=True, show_progress_bar=False))
    largest = float(np.abs(opened(into, "probe").encode(PROBES) - expected).max())
    if not largest <= CLOSE:
        raise Refused(f"the compiled model gives other vectors (by {largest:.1e})")


def main() -> int:
    """Compile the model that the two arguments name and say."""
    try:
        export(Path(sys.argv[1]), Path(sys.argv[2]))
    except Refused as reason:
        print(reason)  # noqa: T201  # the process that started this one reads it
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
