/**
 * Tests of a reactive application.
 */
@NullMarked
package io.github.openairun.webflux;

import org.jspecify.annotations.NullMarked;
