/** Jobs in a database. */
package dev.majlis.trainer.state;
