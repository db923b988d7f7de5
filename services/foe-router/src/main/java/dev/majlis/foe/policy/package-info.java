/** Ways to answer from a pool of experts, trained and untrained (foe.md §7). */
package dev.majlis.foe.policy;
