/** Models that run elsewhere: OpenAI-style servers (vLLM, llama-server) and DJL Serving. */
package dev.majlis.models.remote;
