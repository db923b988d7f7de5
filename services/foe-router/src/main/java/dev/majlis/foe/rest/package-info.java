/** The service over HTTP. */
package dev.majlis.foe.rest;
