-- one small chat completion; the model is the first argument after --
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer sk-bench"
local failed = 0
function init(args)
  wrk.body = string.format(
    '{"model":"%s","messages":[{"role":"user","content":"Say hello to the council in five words."}]}', args[1])
end
function done(summary, latency, requests)
  io.write(string.format(
    "RESULT requests=%d micros=%d errors=%d p50=%d p99=%d max=%d\n",
    summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
