package dev.majlis.models.llama;

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/**
 * The C functions of llama.cpp that the engine calls, bound by JNA direct mapping. C {@code bool} is a {@code byte} here.
 * The class initialiser loads the library, routes its log and checks the layout of its structures
 * ({@link LayoutGuard}); a failure of either stops the engine from starting.
 */
final class LlamaLibrary {

    static final Path FILE = NativeLibraryFile.extract();

    static {
        ComputeThreads.waitBriefly();
    }

    // both strongly held: the native side keeps bare pointers to them
    private static final NativeLibrary LIBRARY = NativeLibrary.getInstance(FILE.toString());
    private static final NativeLog LOG = new NativeLog();

    static {
        Native.register(LlamaLibrary.class, LIBRARY);
        llama_log_set(LOG, null);
        llama_backend_init();
        LayoutGuard.check(llama_model_default_params(), llama_context_default_params());
    }

    private LlamaLibrary() {}

    /**
     * A C function of type {@code bool(void*)} that is true when the C string at its argument is not empty: {@code
     * strlen}. As abort callback it lets any thread stop a running prefill by writing one byte, without a call into Java
     * for every node of the compute graph.
     */
    static Function notEmpty() {
        return NativeLibrary.getProcess().getFunction("strlen");
    }

    /** Receives the library's log lines. */
    interface LogCallback extends Callback {
        void log(int level, Pointer text, Pointer userData);
    }

    static native void llama_backend_init();

    static native void llama_log_set(LogCallback callback, Pointer userData);

    static native ModelParams llama_model_default_params();

    static native ContextParams llama_context_default_params();

    static native Pointer llama_model_load_from_file(String path, ModelParams params);

    static native void llama_model_free(Pointer model);

    static native Pointer llama_init_from_model(Pointer model, ContextParams params);

    static native void llama_free(Pointer context);

    static native int llama_n_ctx(Pointer context);

    static native Pointer llama_model_get_vocab(Pointer model);

    static native int llama_model_n_ctx_train(Pointer model);

    static native int llama_model_n_embd(Pointer model);

    static native byte llama_model_is_recurrent(Pointer model);

    static native byte llama_model_has_encoder(Pointer model);

    static native int llama_model_meta_val_str(Pointer model, String key, byte[] buffer, long size);

    static native Pointer llama_model_chat_template(Pointer model, String name);

    static native int llama_model_desc(Pointer model, byte[] buffer, long size);

    static native int llama_vocab_n_tokens(Pointer vocab);

    static native int llama_vocab_bos(Pointer vocab);

    static native int llama_vocab_eos(Pointer vocab);

    static native byte llama_vocab_get_add_bos(Pointer vocab);

    static native byte llama_vocab_is_eog(Pointer vocab, int token);

    static native int llama_vocab_get_attr(Pointer vocab, int token);

    static native int llama_tokenize(
            Pointer vocab, byte[] text, int length, int[] tokens, int maximum, byte addSpecial, byte parseSpecial);

    static native int llama_token_to_piece(
            Pointer vocab, int token, byte[] buffer, int length, int lstrip, byte special);

    static native int llama_decode(Pointer context, BatchStruct batch);

    static native Pointer llama_get_logits_ith(Pointer context, int index);

    static native void llama_set_embeddings(Pointer context, byte embeddings);

    static native Pointer llama_get_embeddings_ith(Pointer context, int index);

    static native byte llama_kv_self_seq_rm(Pointer context, int sequence, int from, int to);

    static native void llama_kv_self_seq_cp(Pointer context, int source, int target, int from, int to);

    static native int llama_kv_self_used_cells(Pointer context);

    static native void llama_kv_self_defrag(Pointer context);

    static native void llama_kv_self_update(Pointer context);

    static native void llama_kv_self_clear(Pointer context);

    static native void llama_set_abort_callback(Pointer context, Pointer callback, Pointer data);
}
