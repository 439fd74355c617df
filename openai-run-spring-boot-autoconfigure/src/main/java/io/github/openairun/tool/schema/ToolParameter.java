package io.github.openairun.tool.schema;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * One argument of a tool.
 *
 * @param name the property's name in the arguments
 * @param type the Java type, with type variables resolved
 * @param use the type as it was declared, with its annotations; {@code null} if it is not
 * known
 * @param annotations the annotations of the parameter, those of overridden methods
 * included
 * @param description the text for the model, or {@code null}
 * @param required whether the model must give a value other than {@code null}
 */
public record ToolParameter(String name, Type type, @Nullable AnnotatedType use, AnnotatedElement annotations,
		@Nullable String description, boolean required) {
}
