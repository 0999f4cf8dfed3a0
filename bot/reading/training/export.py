"""The trained model as files that ``bot.reading.encoder`` runs: an ONNX graph in eight bits, tables, pieces."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.reading.encoder.pieces import LONGEST
from bot.reading.training.base import Base
from bot.reading.training.network import STEPS, Lower, Upper

Floats = npt.NDArray[np.float32]
_OPSET = 20


class _Graph:
    """A graph that is put together node by node."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: npt.NDArray[np.generic]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def op(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def stepped(self, x: str) -> tuple[str, str, str]:
        """What goes into a matrix in 256 steps, their size, and where naught is."""
        name = f"v{len(self.nodes)}"
        made = (name, f"{name}_scale", f"{name}_zero")
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], list(made)))
        return made

    def linear(self, x: tuple[str, str, str], weight: Floats, bias: Floats) -> str:
        """Multiplied in whole numbers, a scale for each column: onnxruntime makes one step of the five."""
        scale = (np.abs(weight).max(1) / STEPS).clip(1e-12).astype(np.float32)
        small = np.round(weight / scale[:, None]).clip(-STEPS, STEPS).astype(np.int8)
        matrix, zero = self.constant(np.ascontiguousarray(small.T)), self.constant(np.zeros(len(scale), np.int8))
        whole = self.op("Cast", self.op("MatMulInteger", x[0], matrix, x[2], zero), to=TensorProto.FLOAT)
        return self.op("Add", self.op("Mul", whole, self.op("Mul", x[1], self.constant(scale))), self.constant(bias))

    def norm(self, x: str, weight: Floats, bias: Floats, eps: float) -> str:
        return self.op("LayerNormalization", x, self.constant(weight), self.constant(bias), axis=-1, epsilon=eps)


def _layer(graph: _Graph, x: str, p: Mapping[str, Floats], heads: int, eps: float) -> str:
    hidden = p["qb"].shape[0]
    split = graph.constant(np.array([0, 0, heads, hidden // heads]))
    joined = graph.constant(np.array([0, 0, hidden]))

    whole = graph.stepped(x)

    def part(name: str, order: Sequence[int]) -> str:
        made = graph.linear(whole, p[name + "w"], p[name + "b"])
        return graph.op("Transpose", graph.op("Reshape", made, split), perm=list(order))

    near = graph.op("MatMul", part("q", (0, 2, 1, 3)), part("k", (0, 2, 3, 1)))
    scale = graph.constant(np.array((hidden / heads) ** -0.5, np.float32))
    seen = graph.op("MatMul", graph.op("Softmax", graph.op("Mul", near, scale), axis=-1), part("v", (0, 2, 1, 3)))
    seen = graph.op("Reshape", graph.op("Transpose", seen, perm=[0, 2, 1, 3]), joined)
    x = graph.norm(graph.op("Add", x, graph.linear(graph.stepped(seen), p["aow"], p["aob"])), p["alnw"], p["alnb"], eps)
    inner = graph.op("Gelu", graph.linear(graph.stepped(x), p["fiw"], p["fib"]))
    inner = graph.linear(graph.stepped(inner), p["fow"], p["fob"])
    return graph.norm(graph.op("Add", x, inner), p["olnw"], p["olnb"], eps)


def _arrays(module: object) -> dict[str, Floats]:
    state = module.state_dict()  # type: ignore[attr-defined]  # a module of torch
    return {name: value.detach().numpy() for name, value in state.items()}


def graph_of(lower: Lower, upper: Upper, base: Base) -> onnx.ModelProto:
    """Words (batch, pieces, hidden) and what is added to them, in; vectors of the same shape, out."""
    graph = _Graph()
    below = _arrays(lower)
    x = graph.norm("words", below["norm_w"], below["norm_b"], base.eps)
    for layer in lower.layers:
        x = _layer(graph, x, _arrays(layer), base.heads, base.eps)
    x = graph.op("Add", x, "added")
    for layer in upper.layers:
        x = _layer(graph, x, _arrays(layer), base.heads, base.eps)
    graph.nodes.append(helper.make_node("Identity", [x], ["vectors"]))
    shape = ["batch", "pieces", base.hidden]
    infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("words", "added", "vectors")]
    made = helper.make_graph(graph.nodes, "burdenwatch", infos[:2], infos[2:], graph.constants)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=9)


def export(
    folder: Path, lower: Lower, upper: Upper, base: Base, rows: Sequence[int], temperatures: Mapping[str, float]
) -> None:
    """Writes the files of a model."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph_of(lower, upper, base), folder / "layers.onnx")
    words = base.words(rows)
    scale = (np.abs(words).max(1) / 127.0 + 1e-12).astype(np.float16)
    tables = {
        "scale": scale,
        "position": (base.arrays["position"] + base.arrays["type"])[:LONGEST].astype(np.float16),
    }
    heads = {name: value.astype(np.float16) for name, value in _arrays(upper).items() if not name.startswith("layers.")}
    np.save(folder / "words.npy", np.round(words / scale.astype(np.float32)[:, None]).clip(-127, 127).astype(np.int8))
    np.savez(folder / "tables.npz", **tables, **heads)  # type: ignore[arg-type]  # names are ours
    known = {
        "unknown": list(rows).index(base.unknown),
        "temperatures": dict(temperatures),
        "pieces": [[base.pieces[row][0], round(base.pieces[row][1], 4)] for row in rows],
    }
    (folder / "pieces.json").write_text(json.dumps(known, ensure_ascii=False, separators=(",", ":")), "utf-8")
