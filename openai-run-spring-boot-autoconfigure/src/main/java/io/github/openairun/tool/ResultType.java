package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * The declared type of a handler's result, where it tells more than the result's class.
 */
final class ResultType {

	private ResultType() {
	}

	/**
	 * Return the type of a container whose elements may be of several classes.
	 * @param method the handler
	 * @param beanClass the class of its bean, which may fill type variables
	 * @return the type, without what waits for it or may be empty; {@code null} if the
	 * result's class tells enough
	 */
	static @Nullable Type of(Method method, Class<?> beanClass) {
		ResolvableType type = ResolvableType.forMethodReturnType(method, beanClass);
		while (AsyncResults.isLater(type.toClass()) || type.toClass() == Optional.class) {
			type = inner(type);
		}
		Class<?> raw = type.toClass();
		boolean container = raw.isArray() || Iterable.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw);
		return (container && mayVary(type)) ? resolved(type).getType() : null;
	}

	/**
	 * Fill in what type variables and wildcards stand for.
	 */
	private static ResolvableType resolved(ResolvableType type) {
		Class<?> raw = type.toClass();
		return type.hasGenerics()
				? ResolvableType.forClassWithGenerics(raw,
						Arrays.stream(type.getGenerics()).map(ResultType::resolved).toArray(ResolvableType[]::new))
				: ResolvableType.forClass(raw);
	}

	private static ResolvableType inner(ResolvableType type) {
		Class<?> raw = CompletionStage.class.isAssignableFrom(type.toClass()) ? CompletionStage.class : type.toClass();
		return type.as(raw).getGeneric();
	}

	private static boolean mayVary(ResolvableType type) {
		ResolvableType[] inner = type.isArray() ? new ResolvableType[] { type.getComponentType() } : type.getGenerics();
		return Arrays.stream(inner).anyMatch((element) -> {
			Class<?> raw = element.toClass();
			return mayVary(element) || !(raw.isPrimitive() || Modifier.isFinal(raw.getModifiers())
					|| raw.getName().startsWith("java."));
		});
	}

}
