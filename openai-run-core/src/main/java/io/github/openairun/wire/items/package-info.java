/**
 * The items and requests of the Responses API, as every gateway that speaks it reads and
 * writes them.
 */
@NullMarked
package io.github.openairun.wire.items;

import org.jspecify.annotations.NullMarked;
