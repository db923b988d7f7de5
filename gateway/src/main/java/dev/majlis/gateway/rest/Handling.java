package dev.majlis.gateway.rest;

/** What is done with a request whose body has arrived whole. */
@FunctionalInterface
interface Handling {
    /** Called on the event loop; what it throws is answered. */
    void handle(Exchange exchange, byte[] body);
}
