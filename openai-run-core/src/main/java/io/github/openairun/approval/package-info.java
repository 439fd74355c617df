/**
 * Tool calls that wait for a person or another system: the store of them and of the
 * decisions about them.
 */
@NullMarked
package io.github.openairun.approval;

import org.jspecify.annotations.NullMarked;
