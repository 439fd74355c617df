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
 * Resolves a handler's parameter from the context of a call. The value does not come from
 * the model.
 */
@FunctionalInterface
interface ContextParameterResolver {

	/**
	 * Resolve the value.
	 * @param context the context of the call
	 * @return the value, or {@code null} if there is none and the parameter is optional
	 * @throws IllegalStateException if there is none and the parameter is required
	 */
	@Nullable Object resolve(ToolContext context);

	/**
	 * Return the resolver of a parameter.
	 * @param parameter the parameter
	 * @param annotation its annotation, which makes any parameter an argument
	 * @param place the handler as a message names it
	 * @return the resolver, or {@code null} if the value comes from the model
	 * @throws ToolDeclarationException if the value can never be resolved
	 */
	static @Nullable ContextParameterResolver of(MethodParameter parameter, @Nullable ToolParam annotation,
			String place) {
		Class<?> type = parameter.getParameterType();
		if (annotation != null) {
			return null;
		}
		if (type == ToolContext.class) {
			return (context) -> context;
		}
		if (type == Run.class) {
			return ToolContext::run;
		}
		if (type == ToolCall.class) {
			return ToolContext::call;
		}
		if (type == Locale.class) {
			return (context) -> LocaleContextHolder.getLocale();
		}
		return Principal.class.isAssignableFrom(type) ? ofUser(parameter, place) : null;
	}

	private static ContextParameterResolver ofUser(MethodParameter parameter, String place) {
		Class<?> type = parameter.getParameterType();
		if (!ClassUtils.isPresent("org.springframework.security.core.context.SecurityContextHolder",
				ContextParameterResolver.class.getClassLoader())) {
			throw new ToolDeclarationException(
					"The tool handler " + place + " has a parameter for the authenticated user (" + type.getSimpleName()
							+ "), and Spring Security is not on the class path.",
					"Add Spring Security, or pass the user with RunRequest.context(...) and read it from a ToolContext "
							+ "parameter.");
		}
		return new AuthenticationResolver(type, parameter.isOptional());
	}

}
