/** Chat templates: messages in, a prompt of template text and user text out (jais.md §2.7, §7.4; llama-runtime §3.5). */
package dev.majlis.models.template;
