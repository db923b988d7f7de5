"""Writes model.onnx from config.json and model.safetensors beside it, with numpy and the onnx package (opset 17).

    pip install numpy onnx onnxruntime && python make_onnx.py
"""
import json, pathlib, struct
import numpy as np, onnx, onnxruntime
from onnx import TensorProto as T, helper, numpy_helper

here = pathlib.Path(__file__).parent
config = json.load(open(here / "config.json"))
raw = (here / "model.safetensors").read_bytes()
header_bytes = struct.unpack("<Q", raw[:8])[0]
header = json.loads(raw[8 : 8 + header_bytes])
weights = {
    name: np.frombuffer(raw, "<f4", count=int(np.prod(at["shape"])), offset=8 + header_bytes + at["data_offsets"][0]).reshape(at["shape"])
    for name, at in header.items() if name != "__metadata__"
}
heads, width, pad = config["num_attention_heads"], config["hidden_size"], config["pad_token_id"]
size = width // heads
nodes, constants = [], {}

def constant(name, value):
    constants[name] = numpy_helper.from_array(np.asarray(value), name)
    return name

def op(kind, *inputs, **attributes):
    output = f"{kind.lower()}_{len(nodes)}"
    nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
    return output

def linear(x, name):
    matrix = constant(name + ".weight", np.ascontiguousarray(weights[name + ".weight"].T))
    return op("Add", op("MatMul", x, matrix), constant(name + ".bias", weights[name + ".bias"]))

def norm(x, name):
    scale, bias = constant(name + ".weight", weights[name + ".weight"]), constant(name + ".bias", weights[name + ".bias"])
    return op("LayerNormalization", x, scale, bias, axis=-1, epsilon=config["layer_norm_eps"])

def gelu(x):
    erf = op("Erf", op("Mul", x, constant("sqrt_half", np.float32(np.sqrt(0.5)))))
    return op("Mul", op("Mul", x, constant("half", np.float32(0.5))), op("Add", erf, constant("one", np.float32(1))))

split, joined = constant("split", np.array([0, 0, heads, size])), constant("joined", np.array([0, 0, width]))
e = "roberta.embeddings."
real = op("Cast", op("Not", op("Equal", "input_ids", constant("pad", np.int64(pad)))), to=T.INT64)
positions = op("Add", op("Mul", op("CumSum", real, constant("axis", np.int64(1))), real), "pad")
x = op("Gather", constant("words", weights[e + "word_embeddings.weight"]), "input_ids")
x = op("Add", x, op("Gather", constant("positions", weights[e + "position_embeddings.weight"]), positions))
x = norm(op("Add", x, constant("type0", weights[e + "token_type_embeddings.weight"][0])), e + "LayerNorm")
seen = op("Cast", op("Unsqueeze", "attention_mask", constant("axes", np.array([1, 2]))), to=T.FLOAT)
bias = op("Mul", op("Sub", "one_mask", seen), constant("low", np.float32(-1e9)))
constant("one_mask", np.float32(1))
for i in range(config["num_hidden_layers"]):
    layer = f"roberta.encoder.layer.{i}."
    q, k, v = (op("Transpose", op("Reshape", linear(x, f"{layer}attention.self.{n}"), split), perm=[0, 2, 1, 3]) for n in ("query", "key", "value"))
    scores = op("Mul", op("MatMul", q, op("Transpose", k, perm=[0, 1, 3, 2])), constant("scale", np.float32(size**-0.5)))
    mixed = op("MatMul", op("Softmax", op("Add", scores, bias), axis=-1), v)
    mixed = op("Reshape", op("Transpose", mixed, perm=[0, 2, 1, 3]), joined)
    x = norm(op("Add", linear(mixed, layer + "attention.output.dense"), x), layer + "attention.output.LayerNorm")
    inner = gelu(linear(x, layer + "intermediate.dense"))
    x = norm(op("Add", linear(inner, layer + "output.dense"), x), layer + "output.LayerNorm")
first = op("Gather", x, constant("zero", np.int64(0)), axis=1)
nodes.append(helper.make_node("Identity", [linear(op("Tanh", linear(first, "classifier.dense")), "classifier.out_proj")], ["logits"]))
inputs = [helper.make_tensor_value_info(n, T.INT64, ["batch", "tokens"]) for n in ("input_ids", "attention_mask")]
graph = helper.make_graph(nodes, "roberta-tiny-regression", inputs, [helper.make_tensor_value_info("logits", T.FLOAT, ["batch", 1])], list(constants.values()))
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(model)
onnx.save(model, here / "model.onnx")

session = onnxruntime.InferenceSession(here / "model.onnx")
for row in json.load(open(here / "expected.json")):
    ids = np.array([row["ids"]], np.int64)
    score = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0, 0]
    assert abs(score - row["score"]) < 1e-4, (score, row["score"])
