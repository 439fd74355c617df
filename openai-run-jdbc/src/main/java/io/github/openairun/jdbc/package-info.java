/**
 * Durable runs, and threads that the application keeps, in the application's own
 * database.
 */
@NullMarked
package io.github.openairun.jdbc;

import org.jspecify.annotations.NullMarked;
