package dev.majlis.trainer.data;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One row.
 *
 * @param line where it begins, from 1
 * @param fields by name; texts only, when it comes from CSV
 */
public record Row(long line, ObjectNode fields) {}
