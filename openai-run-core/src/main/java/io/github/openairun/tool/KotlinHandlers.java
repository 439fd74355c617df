package io.github.openairun.tool;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.introspect.AnnotatedParameter;

/**
 * Reads the properties of handlers that only Kotlin's reflection knows. Without
 * {@code kotlin-reflect}, or for a handler in Java, the results are those of Java.
 */
final class KotlinHandlers {

	private static final boolean COROUTINES = ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt",
			KotlinHandlers.class.getClassLoader());

	private KotlinHandlers() {
	}

	static boolean isKotlin(Method method) {
		return KotlinDetector.isKotlinType(method.getDeclaringClass());
	}

	/** Return the remedy for the language of a handler. */
	static String remedy(Method method, String java, String kotlin) {
		return isKotlin(method) ? kotlin : java;
	}

	/** Return the name of a handler as it is written; compilers append to some names. */
	static String name(Method method) {
		KotlinFunction function = find(method);
		return (function != null) ? function.name() : method.getName();
	}

	/** Return the number of parameters as they are written, without a continuation. */
	static int parameterCount(Method method) {
		return method.getParameterCount() - (KotlinDetector.isSuspendingFunction(method) ? 1 : 0);
	}

	/** Return whether a parameter has a default value in its declaration. */
	static boolean hasDefault(Method method, int position) {
		KotlinFunction function = find(method);
		return function != null && function.hasDefault(position);
	}

	/**
	 * Return whether a property has a default value that its class uses where no value is
	 * given.
	 * @param property a property of a type that is bound by the argument mapper
	 */
	static boolean hasDefault(BeanProperty property) {
		return !ArgumentMapper.isRequired(property) && property.getMember() instanceof AnnotatedParameter parameter
				&& parameter.getMember() instanceof Constructor<?> constructor
				&& KotlinDetector.isKotlinReflectPresent()
				&& KotlinDetector.isKotlinType(constructor.getDeclaringClass())
				&& KotlinFunction.hasDefault(constructor, parameter.getIndex());
	}

	/**
	 * Check that a handler can be called with the libraries that are present.
	 * @param method the handler
	 * @param place the handler as a message names it
	 * @throws ToolDeclarationException if a suspending function cannot be called
	 */
	static void checkCallable(Method method, String place) {
		if (KotlinDetector.isSuspendingFunction(method) && !(COROUTINES && KotlinDetector.isKotlinReflectPresent())) {
			throw new ToolDeclarationException(
					"The tool handler " + place + " is a suspending function, and the libraries that call it are not "
							+ "on the class path.",
					"Add org.jetbrains.kotlin:kotlin-reflect and org.jetbrains.kotlinx:kotlinx-coroutines-reactor.");
		}
	}

	/** Return how a handler is called, or {@code null} if Java's reflection suffices. */
	static @Nullable KotlinFunction caller(Method method) {
		KotlinFunction function = find(method);
		return (function != null && function.isNeeded()) ? function : null;
	}

	private static @Nullable KotlinFunction find(Method method) {
		return (KotlinDetector.isKotlinReflectPresent() && isKotlin(method)) ? KotlinFunction.of(method) : null;
	}

}
