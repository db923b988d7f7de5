package dev.majlis.models.llama;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Writes a GGUF file with a random two-layer {@code llama} model and a vocabulary of single bytes, so that the engine can be
 * tested without a download. 259 tokens: 256 bytes, then {@code <|endoftext|>}, {@code <|im_start|>}, {@code <|im_end|>}.
 */
final class TinyGguf {

    static final int CONTEXT = 512;
    static final int END_OF_TEXT = 256;
    static final int IM_START = 257;
    static final int IM_END = 258;
    static final int VOCABULARY = 259;
    static final String CHAT_TEMPLATE = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' +"
            + " message['content'] + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{"
            + " '<|im_start|>assistant\n' }}{% endif %}";

    private static final int WIDTH = 32;
    private static final int HIDDEN = 64;
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int LAYERS = 2;
    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    private final ByteArrayOutputStream infos = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Random random;
    private int keys;
    private int tensors;

    private final int context;

    private TinyGguf(long seed, int context) {
        this.random = new Random(seed);
        this.context = context;
    }

    /** Writes the model that {@code seed} stands for into {@code folder}. */
    static Path write(Path folder, long seed) {
        return write(folder, seed, CONTEXT);
    }

    /** The same with a longer context. */
    static Path write(Path folder, long seed, int context) {
        var gguf = new TinyGguf(seed, context);
        gguf.metadata();
        gguf.tensors();
        Path file = folder.resolve("tiny-" + seed + "-" + context + ".gguf");
        try {
            Files.write(file, gguf.bytes());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void metadata() {
        string("general.architecture", "llama");
        string("general.name", "tiny");
        integer("general.file_type", 0);
        integer("llama.context_length", context);
        integer("llama.embedding_length", WIDTH);
        integer("llama.block_count", LAYERS);
        integer("llama.feed_forward_length", HIDDEN);
        integer("llama.attention.head_count", HEADS);
        integer("llama.attention.head_count_kv", KV_HEADS);
        integer("llama.rope.dimension_count", WIDTH / HEADS);
        integer("llama.vocab_size", VOCABULARY);
        real("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        string("tokenizer.ggml.model", "gpt2");
        string("tokenizer.ggml.pre", "gpt-2");
        strings("tokenizer.ggml.tokens", tokens());
        types();
        strings("tokenizer.ggml.merges", List.of());
        integer("tokenizer.ggml.bos_token_id", END_OF_TEXT);
        integer("tokenizer.ggml.eos_token_id", IM_END);
        string("tokenizer.chat_template", CHAT_TEMPLATE);
    }

    /** The GPT-2 writing of bytes: printable ones stand for themselves, the others for U+0100 and following. */
    private static List<String> tokens() {
        var tokens = new ArrayList<String>();
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            tokens.add(String.valueOf((char) (printable ? b : next++)));
        }
        tokens.addAll(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
        return tokens;
    }

    private void tensors() {
        tensor("token_embd.weight", 1f, WIDTH, VOCABULARY);
        ones("output_norm.weight");
        tensor("output.weight", 0.6f, WIDTH, VOCABULARY);
        for (int layer = 0; layer < LAYERS; layer++) {
            String block = "blk." + layer + ".";
            ones(block + "attn_norm.weight");
            ones(block + "ffn_norm.weight");
            tensor(block + "attn_q.weight", 0.3f, WIDTH, WIDTH);
            tensor(block + "attn_k.weight", 0.3f, WIDTH, WIDTH / HEADS * KV_HEADS);
            tensor(block + "attn_v.weight", 0.3f, WIDTH, WIDTH / HEADS * KV_HEADS);
            tensor(block + "attn_output.weight", 0.3f, WIDTH, WIDTH);
            tensor(block + "ffn_gate.weight", 0.3f, WIDTH, HIDDEN);
            tensor(block + "ffn_up.weight", 0.3f, WIDTH, HIDDEN);
            tensor(block + "ffn_down.weight", 0.3f, HIDDEN, WIDTH);
        }
    }

    private byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(little(4).putInt(3).array());
        out.writeBytes(little(16).putLong(tensors).putLong(keys).array());
        out.writeBytes(metadata.toByteArray());
        out.writeBytes(infos.toByteArray());
        pad(out);
        out.writeBytes(data.toByteArray());
        return out.toByteArray();
    }

    private void ones(String name) {
        float[] values = new float[WIDTH];
        Arrays.fill(values, 1f);
        tensor(name, values, WIDTH);
    }

    private void tensor(String name, float scale, int columns, int rows) {
        float[] values = new float[columns * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        tensor(name, values, columns, rows);
    }

    private void tensor(String name, float[] values, int... shape) {
        text(infos, name);
        infos.writeBytes(little(4).putInt(shape.length).array());
        for (int dimension : shape) {
            infos.writeBytes(little(8).putLong(dimension).array());
        }
        infos.writeBytes(little(12).putInt(0).putLong(data.size()).array());
        for (float value : values) {
            data.writeBytes(little(4).putFloat(value).array());
        }
        pad(data);
        tensors++;
    }

    private void string(String key, String value) {
        key(key, 8);
        text(metadata, value);
    }

    private void integer(String key, int value) {
        key(key, 4);
        metadata.writeBytes(little(4).putInt(value).array());
    }

    private void real(String key, float value) {
        key(key, 6);
        metadata.writeBytes(little(4).putFloat(value).array());
    }

    private void strings(String key, List<String> values) {
        key(key, 9);
        metadata.writeBytes(little(12).putInt(8).putLong(values.size()).array());
        values.forEach(value -> text(metadata, value));
    }

    /** Token types: 1 is normal, 3 is control. */
    private void types() {
        key("tokenizer.ggml.token_type", 9);
        metadata.writeBytes(little(12).putInt(5).putLong(VOCABULARY).array());
        for (int token = 0; token < VOCABULARY; token++) {
            metadata.writeBytes(little(4).putInt(token < 256 ? 1 : 3).array());
        }
    }

    private void key(String key, int type) {
        text(metadata, key);
        metadata.writeBytes(little(4).putInt(type).array());
        keys++;
    }

    private static void text(ByteArrayOutputStream out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(little(8).putLong(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static void pad(ByteArrayOutputStream out) {
        out.writeBytes(new byte[(ALIGNMENT - out.size() % ALIGNMENT) % ALIGNMENT]);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
