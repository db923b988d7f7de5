/** How experts elsewhere are spoken to: the wire protocols, and HTTP (foe.md §7). */
package dev.majlis.foe.remote;
