package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import io.github.openairun.ToolContext;

/**
 * Resolves the current authentication of Spring Security. As in Spring MVC, an anonymous
 * user counts as none.
 */
final class AuthenticationResolver implements ContextParameterResolver {

	private final Class<?> type;

	private final boolean optional;

	AuthenticationResolver(Class<?> type, boolean optional) {
		this.type = type;
		this.optional = optional;
	}

	@Override
	public @Nullable Object resolve(ToolContext context) {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (this.type.isInstance(authentication) && !(authentication instanceof AnonymousAuthenticationToken)) {
			return authentication;
		}
		if (this.optional) {
			return null;
		}
		throw new IllegalStateException("There is no authentication of type " + this.type.getName()
				+ " on the thread of the tool call; annotate the parameter with @Nullable if that is expected");
	}

}
