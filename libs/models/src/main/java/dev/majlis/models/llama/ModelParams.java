package dev.majlis.models.llama;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/**
 * {@code struct llama_model_params} of the bundled natives (llama-runtime §2). There is no {@code tensor_buft_overrides}:
 * newer headers have it, these natives do not.
 */
@Structure.FieldOrder({
    "devices",
    "nGpuLayers",
    "splitMode",
    "mainGpu",
    "tensorSplit",
    "progressCallback",
    "progressCallbackUserData",
    "kvOverrides",
    "vocabOnly",
    "useMmap",
    "useMlock",
    "checkTensors"
})
public class ModelParams extends Structure implements Structure.ByValue {
    public Pointer devices;
    public int nGpuLayers;
    public int splitMode;
    public int mainGpu;
    public Pointer tensorSplit;
    public Pointer progressCallback;
    public Pointer progressCallbackUserData;
    public Pointer kvOverrides;
    public byte vocabOnly;
    public byte useMmap;
    public byte useMlock;
    public byte checkTensors;
}
