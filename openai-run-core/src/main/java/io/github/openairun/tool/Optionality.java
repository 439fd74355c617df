package io.github.openairun.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;

import io.github.openairun.ToolParam;

/**
 * Decides from types and annotations whether a value may be missing or {@code null}, for
 * the schema and for the binding.
 */
final class Optionality {

	private static final Set<Class<?>> OPTIONAL_TYPES = Set.of(Optional.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class);

	private Optionality() {
	}

	static boolean isOptionalType(Class<?> type) {
		return OPTIONAL_TYPES.contains(type);
	}

	/** Return whether any JSON is a value of the type, {@code null} included. */
	static boolean isUntyped(Class<?> type) {
		return type == Object.class || TreeNode.class.isAssignableFrom(type);
	}

	/** Return whether an annotation of this simple name is present, in any package. */
	static boolean isNullable(AnnotatedElement element) {
		for (Annotation annotation : element.getAnnotations()) {
			if (isNullable(annotation)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isNullable(Annotation annotation) {
		return annotation.annotationType().getSimpleName().equals("Nullable");
	}

	/**
	 * Return whether the value of a property may be missing or {@code null}.
	 * @param member the property
	 * @param type the type of its value
	 * @param application the application's annotations, whose own answer counts as well:
	 * Jackson's {@code isRequired}, or Kotlin's nullable types
	 * @param config the configuration of the mapper
	 * @return whether it is optional
	 */
	static boolean isOptional(AnnotatedMember member, Class<?> type, AnnotationIntrospector application,
			MapperConfig<?> config) {
		ToolParam param = member.getAnnotation(ToolParam.class);
		return (param != null && !param.required()) || isOptionalType(type) || isNullable(member)
				|| Boolean.FALSE.equals(application.hasRequiredMarker(config, member));
	}

	/**
	 * Return whether a parameter of a handler may be missing or {@code null}.
	 * @param parameter the parameter
	 * @param annotations its annotations, those of overridden methods included
	 * @param use its type as it was declared
	 * @return whether it is optional
	 */
	static boolean isOptional(MethodParameter parameter, AnnotatedElement annotations, AnnotatedType use) {
		ToolParam param = AnnotatedElementUtils.getMergedAnnotation(annotations, ToolParam.class);
		JsonProperty property = annotations.getAnnotation(JsonProperty.class);
		return (param != null && !param.required()) || isOptionalType(parameter.getParameterType())
				|| isNullable(annotations) || isNullable(use)
				|| (property != null && property.isRequired() == OptBoolean.FALSE)
				|| (KotlinDetector.isKotlinPresent() && parameter.isOptional());
	}

	private static boolean isNullable(AnnotatedMember member) {
		if (member.annotations().anyMatch(Optionality::isNullable)) {
			return true;
		}
		AnnotatedType use = use(member);
		if (use != null && isNullable(use)) {
			return true;
		}
		Field field = (member instanceof AnnotatedMethod method) ? fieldBehind(method.getAnnotated()) : null;
		return field != null && isNullable(field.getAnnotatedType());
	}

	private static @Nullable Field fieldBehind(Method setter) {
		String name = setter.getName();
		if (name.length() < 4 || !name.startsWith("set")) {
			return null;
		}
		try {
			return setter.getDeclaringClass()
				.getDeclaredField(Character.toLowerCase(name.charAt(3)) + name.substring(4));
		}
		catch (NoSuchFieldException ex) {
			return null;
		}
	}

	/** Return the declared type of a property, with its annotations. */
	static @Nullable AnnotatedType use(AnnotatedMember member) {
		if (member instanceof ParameterMember parameter) {
			return parameter.use();
		}
		if (member instanceof AnnotatedParameter parameter) {
			return (parameter.getMember() instanceof Executable executable)
					? ParameterTypes.of(executable, parameter.getIndex()) : null;
		}
		if (member.getMember() instanceof Field field) {
			return field.getAnnotatedType();
		}
		return (member.getMember() instanceof Executable executable) ? ParameterTypes.of(executable, 0) : null;
	}

	/** Return the type of the elements of a container, with its annotations. */
	static @Nullable AnnotatedType content(@Nullable AnnotatedType use) {
		if (use instanceof AnnotatedArrayType array) {
			return array.getAnnotatedGenericComponentType();
		}
		if (!(use instanceof AnnotatedParameterizedType parameterized)) {
			return null;
		}
		AnnotatedType[] arguments = parameterized.getAnnotatedActualTypeArguments();
		AnnotatedType last = arguments[arguments.length - 1];
		return (last instanceof AnnotatedWildcardType wildcard) ? wildcard.getAnnotatedUpperBounds()[0] : last;
	}

	/** Return whether the elements of a container must not be {@code null}. */
	static boolean isElementRequired(@Nullable AnnotatedType container, JavaType type) {
		JavaType element = type.getContentType();
		if (element == null || isOptionalType(element.getRawClass()) || isUntyped(element.getRawClass())) {
			return false;
		}
		AnnotatedType use = content(container);
		return use == null || !isNullable(use);
	}

}
