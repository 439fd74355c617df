package io.github.openairun.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.StringUtils;

import io.github.openairun.DeferredOutput;
import io.github.openairun.ToolParam;
import io.github.openairun.tool.ToolHandlerMethod.ParameterValues.ContextParameter;
import io.github.openairun.tool.schema.ToolParameter;

/**
 * The parameters of a handler's method: those whose values come from the model, and the
 * others.
 */
final class HandlerParameters {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final List<ArgumentSlot> arguments = new ArrayList<>();

	private final List<ContextParameter> fromContext = new ArrayList<>();

	private final Class<?> beanClass;

	private final Method method;

	private final String place;

	private int deferredAt = -1;

	private HandlerParameters(Class<?> beanClass, Method method, String place) {
		this.beanClass = beanClass;
		this.method = method;
		this.place = place;
	}

	/**
	 * Read the parameters of a method.
	 * @param beanClass the class of the bean, which resolves type variables
	 * @param method the handler
	 * @param binders determines how each parameter is bound
	 * @param place the handler as a message names it
	 * @return the parameters
	 * @throws ToolDeclarationException if one of them cannot be given a value
	 */
	static HandlerParameters of(Class<?> beanClass, Method method, ArgumentBinderFactory binders, String place) {
		HandlerParameters parameters = new HandlerParameters(beanClass, method, place);
		Set<String> taken = new HashSet<>();
		AnnotatedType[] uses = method.getAnnotatedParameterTypes();
		Annotation[][] declared = annotations(method);
		for (int position = 0; position < KotlinHandlers.parameterCount(method); position++) {
			MethodParameter parameter = new MethodParameter(method, position);
			AnnotatedElement annotations = AnnotatedElementUtils.forAnnotations(declared[position]);
			ToolParam annotation = (annotations.getAnnotations().length > 0)
					? AnnotatedElementUtils.getMergedAnnotation(annotations, ToolParam.class) : null;
			if (annotation == null && parameter.getParameterType() == DeferredOutput.class) {
				if (parameters.isDeferred()) {
					throw new ToolDeclarationException(
							"The tool handler " + place
									+ " has two DeferredOutput parameters, but a call has one output.",
							"Remove one of them.");
				}
				parameters.deferredAt = position;
				continue;
			}
			ContextParameterResolver resolver = ContextParameterResolver.of(parameter, annotation, place);
			if (resolver != null) {
				parameters.fromContext.add(new ContextParameter(position, resolver));
				continue;
			}
			ToolParameter argument = parameters.argument(parameter, annotations, annotation, uses[position]);
			if (!taken.add(argument.name())) {
				throw new ToolDeclarationException(
						"Two parameters of the tool handler " + place + " have the name '" + argument.name() + "'.",
						"Give one of them another name with @ToolParam(name = \"...\").");
			}
			parameters.arguments.add(binders.slot(argument, position, defaultValue(annotation), place));
		}
		return parameters;
	}

	/** Return the annotations of the parameters, those of overridden methods included. */
	private static Annotation[][] annotations(Method method) {
		Class<?> type = method.getDeclaringClass();
		if (type.getSuperclass() == Object.class && type.getInterfaces().length == 0) {
			return method.getParameterAnnotations();
		}
		return Arrays.stream(new AnnotatedMethod(method).getMethodParameters())
			.map(MethodParameter::getParameterAnnotations)
			.toArray(Annotation[][]::new);
	}

	List<ArgumentSlot> arguments() {
		return this.arguments;
	}

	List<ToolParameter> described() {
		List<ToolParameter> described = new ArrayList<>(this.arguments.size());
		for (ArgumentSlot argument : this.arguments) {
			described.add(argument.parameter());
		}
		return described;
	}

	ContextParameter[] fromContext() {
		return this.fromContext.toArray(ContextParameter[]::new);
	}

	/** Return whether the output may be given later. */
	boolean isDeferred() {
		return this.deferredAt >= 0;
	}

	/** Return the position of the promise of the output, or a negative number. */
	int deferredAt() {
		return this.deferredAt;
	}

	/** Return the number of the method's parameters, a continuation included. */
	int size() {
		return this.method.getParameterCount();
	}

	private ToolParameter argument(MethodParameter parameter, AnnotatedElement annotations,
			@Nullable ToolParam annotation, AnnotatedType use) {
		String name = name(parameter, annotations, annotation);
		boolean hasDefault = defaultValue(annotation) != null;
		boolean required = !hasDefault && !Optionality.isOptional(parameter, annotations, use);
		if (!required && !hasDefault && !KotlinHandlers.hasDefault(this.method, parameter.getParameterIndex())
				&& parameter.getParameterType().isPrimitive()) {
			throw new ToolDeclarationException(
					"The parameter '" + name + "' of the tool handler " + this.place + " is optional and of the "
							+ "primitive type " + parameter.getParameterType().getName()
							+ ", which has no value for absence.",
					KotlinHandlers.remedy(this.method,
							"Use the wrapper type with @Nullable, give it a defaultValue, or require the parameter.",
							"Make the type nullable with '?', give the parameter a default value, or require it."));
		}
		return new ToolParameter(name,
				GenericTypeResolver.resolveType(parameter.getGenericParameterType(), this.beanClass), use, annotations,
				Descriptions.of(description(annotations, annotation), annotation), required);
	}

	private static @Nullable String description(AnnotatedElement annotations, @Nullable ToolParam annotation) {
		if (annotation != null && StringUtils.hasText(annotation.description())) {
			return annotation.description();
		}
		JsonPropertyDescription description = annotations.getAnnotation(JsonPropertyDescription.class);
		return (description != null && StringUtils.hasText(description.value())) ? description.value() : null;
	}

	private static @Nullable String defaultValue(@Nullable ToolParam annotation) {
		return (annotation != null && !annotation.defaultValue().equals(ToolParam.NONE)) ? annotation.defaultValue()
				: null;
	}

	private String name(MethodParameter parameter, AnnotatedElement annotations, @Nullable ToolParam annotation) {
		if (annotation != null && StringUtils.hasText(annotation.name())) {
			return annotation.name();
		}
		JsonProperty property = annotations.getAnnotation(JsonProperty.class);
		if (property != null && StringUtils.hasText(property.value())) {
			return property.value();
		}
		parameter.initParameterNameDiscovery(NAMES);
		String name = parameter.getParameterName();
		if (name == null) {
			throw new ToolDeclarationException(
					"The names of the parameters of the tool handler " + this.place + " are not known, as the class "
							+ "was compiled without them.",
					KotlinHandlers.remedy(this.method,
							"Compile with '-parameters' (as spring-boot-starter-parent and Boot's Gradle plugin do), "
									+ "or name each parameter with @ToolParam(name = \"...\").",
							"Add org.jetbrains.kotlin:kotlin-reflect, compile with '-java-parameters', or name each "
									+ "parameter with @ToolParam(name = \"...\")."));
		}
		return name;
	}

}
