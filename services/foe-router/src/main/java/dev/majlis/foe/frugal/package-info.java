/** Whom to ask next, and when to stop (foe.md §2.4). */
package dev.majlis.foe.frugal;
