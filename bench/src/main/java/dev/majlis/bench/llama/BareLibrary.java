package dev.majlis.bench.llama;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.majlis.models.llama.BatchStruct;
import dev.majlis.models.llama.ContextParams;
import dev.majlis.models.llama.LlamaTextEngine;
import dev.majlis.models.llama.ModelParams;

/** The few C functions of a bare decoding loop, on the same natives as the engine. */
final class BareLibrary {

    static {
        Native.register(
                BareLibrary.class,
                NativeLibrary.getInstance(LlamaTextEngine.nativeLibrary().toString()));
    }

    private BareLibrary() {}

    static native ModelParams llama_model_default_params();

    static native ContextParams llama_context_default_params();

    static native Pointer llama_model_load_from_file(String path, ModelParams params);

    static native void llama_model_free(Pointer model);

    static native Pointer llama_init_from_model(Pointer model, ContextParams params);

    static native void llama_free(Pointer context);

    static native int llama_decode(Pointer context, BatchStruct batch);

    static native Pointer llama_get_logits_ith(Pointer context, int index);

    static native void llama_kv_self_seq_cp(Pointer context, int source, int target, int from, int to);

    static native void llama_kv_self_clear(Pointer context);
}
