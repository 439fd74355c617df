/**
 * Runs on threads that the application keeps, on any server that creates responses.
 */
@NullMarked
package io.github.openairun.wire.stateless;

import org.jspecify.annotations.NullMarked;
