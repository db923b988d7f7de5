/** Pools behind OpenAI's chat form, and between the steps of a chain (foe.md §7). */
package dev.majlis.foe.chat;
