/**
 * Tests of the test starter in applications of their own.
 */
@NullMarked
package io.github.openairun.test.slice;

import org.jspecify.annotations.NullMarked;
