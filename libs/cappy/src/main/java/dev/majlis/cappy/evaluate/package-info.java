/** Whether one way of choosing is better than another, and how much is left to gain (cappy.md §6 items 2 and 4). */
package dev.majlis.cappy.evaluate;
