/**
 * A console application that writes the assistants of a server as configuration.
 */
@NullMarked
package io.github.openairun.samples.export;

import org.jspecify.annotations.NullMarked;
