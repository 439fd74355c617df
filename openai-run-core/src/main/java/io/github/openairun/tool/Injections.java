package io.github.openairun.tool;

import java.security.Principal;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;

import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolParam;

/**
 * Knows the parameters that are no arguments of the model.
 */
final class Injections {

	private static final boolean SECURITY = ClassUtils.isPresent(
			"org.springframework.security.core.context.SecurityContextHolder", Injections.class.getClassLoader());

	private Injections() {
	}

	/**
	 * Return how a parameter is given its value.
	 * @param parameter the parameter
	 * @param annotation its annotation, which makes any parameter an argument
	 * @param place the handler as a message names it
	 * @return the injection, or {@code null} if the value comes from the model
	 * @throws ToolDeclarationException if there can never be such a value
	 */
	static @Nullable Injection of(MethodParameter parameter, @Nullable ToolParam annotation, String place) {
		Class<?> type = parameter.getParameterType();
		if (annotation != null) {
			return null;
		}
		if (!Principal.class.isAssignableFrom(type)) {
			return of(type);
		}
		if (!SECURITY) {
			throw new ToolDeclarationException(
					"The tool handler " + place + " wants the " + type.getSimpleName()
							+ " on whose behalf it is called, and Spring Security is not on the class path.",
					"Add Spring Security, or hand the user over with RunRequest.context(...) and take it from a "
							+ "ToolContext parameter.");
		}
		return new CurrentAuthentication(type, parameter.isOptional());
	}

	private static @Nullable Injection of(Class<?> type) {
		if (type == ToolContext.class) {
			return (context) -> context;
		}
		if (type == Run.class) {
			return ToolContext::run;
		}
		if (type == ToolCall.class) {
			return ToolContext::call;
		}
		return (type == Locale.class) ? (context) -> LocaleContextHolder.getLocale() : null;
	}

}
