/** The safetensors format: header, reader, writer, several-file index (redco §2.5 item 1). */
package dev.majlis.nn.safetensors;
