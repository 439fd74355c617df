package io.github.openairun.tool.schema;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * One argument of a tool, as a schema describes it.
 *
 * @since 0.1.0
 */
public final class ToolParameter {

	private final String name;

	private final Type type;

	private final @Nullable AnnotatedType use;

	private final AnnotatedElement annotations;

	private final @Nullable String description;

	private final boolean required;

	/**
	 * Create an argument.
	 * @param name the property's name in the arguments
	 * @param type the Java type, with type variables resolved
	 * @param use the type as it was declared, with its annotations; {@code null} if it is
	 * not known
	 * @param annotations the annotations of the parameter, those of overridden methods
	 * included
	 * @param description the text for the model, or {@code null}
	 * @param required whether a value other than {@code null} is required
	 */
	public ToolParameter(String name, Type type, @Nullable AnnotatedType use, AnnotatedElement annotations,
			@Nullable String description, boolean required) {
		this.name = name;
		this.type = type;
		this.use = use;
		this.annotations = annotations;
		this.description = description;
		this.required = required;
	}

	/**
	 * Return the property's name in the arguments.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the Java type, with type variables resolved.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Return the type as it was declared, with its annotations.
	 * @return the type, or {@code null} if it is not known
	 */
	public @Nullable AnnotatedType use() {
		return this.use;
	}

	/**
	 * Return the annotations of the parameter, those of overridden methods included.
	 * @return the element with the annotations
	 */
	public AnnotatedElement annotations() {
		return this.annotations;
	}

	/**
	 * Return the text for the model.
	 * @return the text, or {@code null}
	 */
	public @Nullable String description() {
		return this.description;
	}

	/**
	 * Return whether a value other than {@code null} is required.
	 * @return whether it is required
	 */
	public boolean required() {
		return this.required;
	}

}
