package dev.majlis.models.llama;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/** {@code struct llama_batch} of the bundled natives (llama-runtime §2). */
@Structure.FieldOrder({"nTokens", "token", "embd", "pos", "nSeqId", "seqId", "logits"})
public class BatchStruct extends Structure implements Structure.ByValue {
    public int nTokens;
    public Pointer token;
    public Pointer embd;
    public Pointer pos;
    public Pointer nSeqId;
    public Pointer seqId;
    public Pointer logits;
}
