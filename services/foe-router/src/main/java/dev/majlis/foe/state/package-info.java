/** What the router remembers, in a database. */
package dev.majlis.foe.state;
