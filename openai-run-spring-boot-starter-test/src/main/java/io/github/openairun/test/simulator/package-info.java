/**
 * A server double of OpenAI's two run protocols, scripted from a test.
 */
@NullMarked
package io.github.openairun.test.simulator;

import org.jspecify.annotations.NullMarked;
