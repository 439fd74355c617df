/**
 * Annotations and beans for tests of applications that use runs.
 */
@NullMarked
package io.github.openairun.test;

import org.jspecify.annotations.NullMarked;
