/**
 * The Assistants v2 protocol: threads, runs and assistants as objects of the server.
 */
@NullMarked
package io.github.openairun.wire.assistants;

import org.jspecify.annotations.NullMarked;
