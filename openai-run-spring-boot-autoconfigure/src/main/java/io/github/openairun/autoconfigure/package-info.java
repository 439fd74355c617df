/**
 * Auto-configuration of runs, their tools and the wire that carries them.
 */
@NullMarked
package io.github.openairun.autoconfigure;

import org.jspecify.annotations.NullMarked;
