package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;

/**
 * Determines the declared type of a handler's result, where it contains more than the
 * result's class.
 */
final class ResultType {

	private ResultType() {
	}

	/**
	 * Return the type of a handler's result.
	 * @param method the handler
	 * @param beanClass the class of its bean, which may fill type variables
	 * @return the type as {@link #of(ResolvableType)} has it
	 */
	static @Nullable Type of(Method method, Class<?> beanClass) {
		boolean plain = method.getGenericReturnType() instanceof Class<?> type && !type.isArray()
				&& !AsyncResults.isLater(type) && !KotlinDetector.isSuspendingFunction(method);
		return plain ? null : of(ResolvableType.forMethodReturnType(method, beanClass));
	}

	/**
	 * Return the type of something that contains values which may be of several classes.
	 * @param declared the type as it is declared
	 * @return the type, without what waits for it or may be empty; {@code null} if the
	 * result's class tells enough
	 */
	static @Nullable Type of(ResolvableType declared) {
		ResolvableType type = AsyncResults.result(declared);
		while (type.toClass() == Optional.class) {
			type = type.getGeneric();
		}
		return mayVary(type) ? resolved(type).getType() : null;
	}

	/**
	 * Resolve type variables and wildcards.
	 */
	private static ResolvableType resolved(ResolvableType type) {
		Class<?> raw = type.toClass();
		return type.hasGenerics()
				? ResolvableType.forClassWithGenerics(raw,
						Arrays.stream(type.getGenerics()).map(ResultType::resolved).toArray(ResolvableType[]::new))
				: ResolvableType.forClass(raw);
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
