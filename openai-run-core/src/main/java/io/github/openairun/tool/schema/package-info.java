/**
 * Describes Java types as JSON Schema, in the shape that OpenAI's strict mode asks for.
 */
@NullMarked
package io.github.openairun.tool.schema;

import org.jspecify.annotations.NullMarked;
