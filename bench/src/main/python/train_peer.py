"""Trains a sequence classifier of one output with PyTorch and measures itself, on command.

Usage: train_peer.py MODEL_FOLDER UPDATES.jsonl THREADS MICRO_TOKENS frozen|all

A line of the file is one update: a list of {"ids", "types", "label"}. Commands on standard input, one JSON answer each:
  loss         mean squared error of the first update's examples, nothing dropped
  train COUNT  the next updates of the file
"""

import importlib.metadata
import json
import sys
import time

import torch
from transformers import AutoModelForSequenceClassification

folder, updates_file, threads, micro_tokens, trained = sys.argv[1:]
torch.set_num_threads(int(threads))
torch.manual_seed(20)
updates = [json.loads(line) for line in open(updates_file, encoding="utf-8")]
model = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=1, dtype=torch.float32)
if trained == "frozen":
    model.base_model.embeddings.requires_grad_(False)
decayed, plain = [], []
for name, parameter in model.named_parameters():
    if parameter.requires_grad:
        (plain if name.endswith("bias") or "LayerNorm" in name else decayed).append(parameter)
groups = [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
optimiser = torch.optim.AdamW(groups, lr=2e-5)


def micro_batches(examples):
    some = []
    for example in sorted(examples, key=lambda one: len(one["ids"])):
        if some and (len(some) + 1) * len(example["ids"]) > int(micro_tokens):
            yield some
            some = []
        some.append(example)
    yield some


def collate(examples):
    width = max(len(one["ids"]) for one in examples)
    padded = [[one[key] + [0] * (width - len(one[key])) for one in examples] for key in ("ids", "types")]
    ids, types = (torch.tensor(rows) for rows in padded)
    real = torch.tensor([[1] * len(one["ids"]) + [0] * (width - len(one["ids"])) for one in examples])
    labels = torch.tensor([one["label"] for one in examples])
    return {"input_ids": ids, "token_type_ids": types, "attention_mask": real}, labels


def losses(examples):
    for some in micro_batches(examples):
        inputs, labels = collate(some)
        scores = model(**inputs).logits.flatten()
        yield torch.nn.functional.mse_loss(scores, labels) * (len(some) / len(examples))


def update(examples):
    total = 0.0
    for loss in losses(examples):
        loss.backward()
        total += loss.item()
    torch.nn.utils.clip_grad_norm_(decayed + plain, 1.0)
    optimiser.step()
    optimiser.zero_grad()
    return total


print(json.dumps({"ready": ", ".join(f"{one} {importlib.metadata.version(one)}" for one in ("torch", "transformers"))}), flush=True)
coming = iter(updates)
for line in sys.stdin:
    command, *numbers = line.split()
    if command == "loss":
        model.eval()
        with torch.no_grad():
            answer = {"loss": sum(loss.item() for loss in losses(updates[0]))}
    else:
        model.train()
        start, worked = time.perf_counter(), time.process_time()
        for _ in range(int(numbers[0])):
            update(next(coming))
        answer = {"seconds": time.perf_counter() - start, "processor": time.process_time() - worked}
    print(json.dumps(answer), flush=True)
