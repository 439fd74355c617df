/**
 * The examples of the documentation.
 */
@NullMarked
package io.github.openairun.jdbc.docs;

import org.jspecify.annotations.NullMarked;
