package dev.majlis.mesh.rest;

import jakarta.enterprise.context.RequestScoped;

/** The facts of the request being served, for injection into resources. */
@RequestScoped
public class CurrentRequest {
    private RequestFacts facts;

    /** @throws IllegalStateException outside of an HTTP request */
    public RequestFacts facts() {
        if (facts == null) {
            throw new IllegalStateException("no HTTP request is being served");
        }
        return facts;
    }

    void set(RequestFacts value) {
        this.facts = value;
    }
}
