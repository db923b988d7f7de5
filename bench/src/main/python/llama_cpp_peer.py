"""One greedy answer by llama-cpp-python, timed: prints decoded tokens/s. Usage: llama_cpp_peer.py GGUF THREADS STEPS ID ID ..."""

import sys
import time

from llama_cpp import Llama

gguf, threads, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
prompt = [int(token) for token in sys.argv[4:]]
llm = Llama(gguf, n_ctx=8192, n_batch=256, n_threads=threads, n_threads_batch=threads, verbose=False)


def answer(tokens):
    """Greedy tokens after the prompt; seconds of all steps but the prefill."""
    start, count = None, 0
    for _ in llm.generate(tokens, temp=0.0, repeat_penalty=1.0):
        if start is None:
            start = time.perf_counter()
        else:
            count += 1
        if count == steps:
            return steps / (time.perf_counter() - start)


answer(prompt[:64])
llm.reset()
print(answer(prompt))
