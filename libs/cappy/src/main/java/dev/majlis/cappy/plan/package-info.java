/** How long and how fast a scorer is trained (cappy.md §3.2, §5 item 1). */
package dev.majlis.cappy.plan;
