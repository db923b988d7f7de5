"""Scores pairs in Python and measures itself, on command.

Usage: scorer_peer.py PAIRS.jsonl THREADS cross-encoder FOLDER
       scorer_peer.py PAIRS.jsonl THREADS onnx FILE TOKENIZER

Commands on standard input, one JSON answer each on standard output:
  all                         every pair in one call
  load CALLERS SECONDS GROUP  callers that each ask for GROUP pairs at a time and wait; the model answers one call at a time
The batch size is the fastest of 1, 8 and 32 on a quarter of the pairs.
"""

import importlib.metadata
import itertools
import json
import sys
import threading
import time

import numpy as np

MOST_TOKENS = 256
pairs_file, threads, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
pairs = [(row["instruction"], row["response"]) for row in map(json.loads, open(pairs_file, encoding="utf-8"))]
computed = {"real": 0, "padded": 0}


def count(mask):
    computed["real"] += int(mask.sum())
    computed["padded"] += int(mask.size if isinstance(mask, np.ndarray) else mask.numel())


def version(*names):
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def cross_encoder(folder):
    import torch
    from sentence_transformers import CrossEncoder

    torch.set_num_threads(threads)
    model = CrossEncoder(folder, device="cpu", max_length=MOST_TOKENS, num_labels=1)
    forward = model.model.forward

    def counted(*args, **inputs):
        count(inputs["attention_mask"])
        return forward(*args, **inputs)

    model.model.forward = counted
    raw = torch.nn.Identity()

    def score(some, batch):
        return model.predict(some, batch_size=batch, activation_fn=raw, show_progress_bar=False)

    return score, version("sentence-transformers", "transformers", "torch")


def onnx_loop(file, tokenizer_file):
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(tokenizer_file)
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    wanted = {one.name for one in session.get_inputs()}

    def score(some, batch):
        encoded = tokenizer.encode_batch(some)
        order = sorted(range(len(some)), key=lambda i: len(encoded[i].ids))
        scores = np.zeros(len(some), dtype=np.float32)
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            width = max(len(encoded[i].ids) for i in rows)
            ids, mask, types = (np.zeros((len(rows), width), dtype=np.int64) for _ in range(3))
            for row, i in enumerate(rows):
                length = len(encoded[i].ids)
                ids[row, :length] = encoded[i].ids
                mask[row, :length] = 1
                types[row, :length] = encoded[i].type_ids
            count(mask)
            inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
            scores[rows] = session.run(None, {k: v for k, v in inputs.items() if k in wanted})[0][:, 0]
        return scores

    return score, version("onnxruntime", "tokenizers")


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def load(callers, seconds, group):
    numbers, turn, millis = itertools.count(), threading.Lock(), []
    end = time.perf_counter() + seconds

    def caller():
        while time.perf_counter() < end:
            at = next(numbers) % (len(pairs) // group) * group
            start = time.perf_counter()
            with turn:
                score(pairs[at : at + group], size)
            millis.append(1000 * (time.perf_counter() - start))

    crowd = [threading.Thread(target=caller) for _ in range(callers)]
    _, took = timed(lambda: [one.start() for one in crowd] and [one.join() for one in crowd])
    return {
        "per_second": group * len(millis) / took,
        "p50": float(np.percentile(millis, 50)),
        "p99": float(np.percentile(millis, 99)),
    }


score, libraries = cross_encoder(sys.argv[4]) if kind == "cross-encoder" else onnx_loop(sys.argv[4], sys.argv[5])
sample = pairs[::4]
score(sample, 8)
size = min((1, 8, 32), key=lambda batch: timed(lambda: score(sample, batch))[1])
print(json.dumps({"ready": f"{libraries}, batches of {size}"}), flush=True)
for line in sys.stdin:
    command, *numbers = line.split()
    if command == "all":
        computed.update(real=0, padded=0)
        scores, took = timed(lambda: score(pairs, size))
        answer = {"seconds": took, "scores": [float(one) for one in scores]}
        answer["padding"] = 1 - computed["real"] / computed["padded"]
    else:
        answer = load(*map(int, numbers))
    print(json.dumps(answer), flush=True)
