/**
 * The contract between tools and what describes them as JSON Schema.
 */
@NullMarked
package io.github.openairun.tool.schema;

import org.jspecify.annotations.NullMarked;
