/** Reading labelled rows and keeping splits apart (foe.md §3, §5). */
package dev.majlis.foe.data;
