/** Reading requests: fields by name, texts that are Unicode. */
package dev.majlis.cappy.text;
