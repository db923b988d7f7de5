/** Whether live inputs still look like the labelled rows, and how answers fare once labels come (foe.md §7). */
package dev.majlis.foe.drift;
