/** Choosing one of several answers (cappy.md §2.4). */
package dev.majlis.cappy.policy;
