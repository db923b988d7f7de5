package dev.majlis.models.llama;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/** {@code struct llama_context_params} of the bundled natives (llama-runtime §2). */
@Structure.FieldOrder({
    "nCtx",
    "nBatch",
    "nUbatch",
    "nSeqMax",
    "nThreads",
    "nThreadsBatch",
    "ropeScalingType",
    "poolingType",
    "attentionType",
    "ropeFreqBase",
    "ropeFreqScale",
    "yarnExtFactor",
    "yarnAttnFactor",
    "yarnBetaFast",
    "yarnBetaSlow",
    "yarnOrigCtx",
    "defragThold",
    "cbEval",
    "cbEvalUserData",
    "typeK",
    "typeV",
    "logitsAll",
    "embeddings",
    "offloadKqv",
    "flashAttn",
    "noPerf",
    "abortCallback",
    "abortCallbackData"
})
public class ContextParams extends Structure implements Structure.ByValue {
    public int nCtx;
    public int nBatch;
    public int nUbatch;
    public int nSeqMax;
    public int nThreads;
    public int nThreadsBatch;
    public int ropeScalingType;
    public int poolingType;
    public int attentionType;
    public float ropeFreqBase;
    public float ropeFreqScale;
    public float yarnExtFactor;
    public float yarnAttnFactor;
    public float yarnBetaFast;
    public float yarnBetaSlow;
    public int yarnOrigCtx;
    public float defragThold;
    public Pointer cbEval;
    public Pointer cbEvalUserData;
    public int typeK;
    public int typeV;
    public byte logitsAll;
    public byte embeddings;
    public byte offloadKqv;
    public byte flashAttn;
    public byte noPerf;
    public Pointer abortCallback;
    public Pointer abortCallbackData;
}
