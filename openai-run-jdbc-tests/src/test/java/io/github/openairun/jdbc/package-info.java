/**
 * Tests of durable runs and stored threads.
 */
@NullMarked
package io.github.openairun.jdbc;

import org.jspecify.annotations.NullMarked;
