package dev.majlis.gateway.rest;

import java.util.function.Supplier;

/** New UUIDv7 strings: correlation ids and job ids. */
public interface Ids extends Supplier<String> {}
