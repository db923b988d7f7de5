/** The service's failures and their code words. */
package dev.majlis.cappy.error;
