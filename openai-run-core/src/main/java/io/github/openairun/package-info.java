/**
 * The vocabulary of runs: what an application names when it creates runs, answers tool
 * calls and reads results. JSON is text here; nothing in this package knows a protocol.
 */
@NullMarked
package io.github.openairun;

import org.jspecify.annotations.NullMarked;
