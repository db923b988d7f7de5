/** Files of models on this machine: fetched from several kinds of source, verified before anybody sees them. */
package dev.majlis.models.store;
