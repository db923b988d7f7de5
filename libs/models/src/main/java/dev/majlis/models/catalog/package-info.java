/** Which models there are: names, licences, files with hashes, and where the files can be had ({@code models.yaml}). */
package dev.majlis.models.catalog;
