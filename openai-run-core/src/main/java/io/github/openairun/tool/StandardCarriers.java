package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.ClassUtils;

/**
 * The carriers of what Spring, and the libraries that happen to be on the class path, tie
 * to threads. Each library is touched by its own class only, so that an absent one costs
 * nothing.
 */
final class StandardCarriers {

	private StandardCarriers() {
	}

	static List<ContextCarrier> present(@Nullable ClassLoader loader) {
		List<ContextCarrier> carriers = new ArrayList<>();
		if (ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", loader)) {
			// First, as it would hand over a security context that threads share.
			carriers.add(new OfMicrometer());
		}
		carriers.add(new OfLocale());
		if (ClassUtils.isPresent("org.slf4j.MDC", loader)) {
			carriers.add(new OfMdc());
		}
		if (ClassUtils.isPresent("org.springframework.security.core.context.SecurityContextHolder", loader)) {
			carriers.add(new OfSecurity());
		}
		return List.copyOf(carriers);
	}

	private static final class OfLocale implements ContextCarrier {

		@Override
		public Captured capture() {
			@Nullable LocaleContext captured = LocaleContextHolder.getLocaleContext();
			return () -> {
				@Nullable LocaleContext before = LocaleContextHolder.getLocaleContext();
				LocaleContextHolder.setLocaleContext(captured);
				return () -> LocaleContextHolder.setLocaleContext(before);
			};
		}

	}

	private static final class OfMdc implements ContextCarrier {

		@Override
		public Captured capture() {
			@Nullable Map<String, String> captured = MDC.getCopyOfContextMap();
			return () -> {
				@Nullable Map<String, String> before = MDC.getCopyOfContextMap();
				set(captured);
				return () -> set(before);
			};
		}

		private static void set(@Nullable Map<String, String> values) {
			if (values != null) {
				MDC.setContextMap(values);
			}
			else {
				MDC.clear();
			}
		}

	}

	/**
	 * Takes who is logged in, and not the context, which changes when its own thread logs
	 * somebody else in or out.
	 */
	private static final class OfSecurity implements ContextCarrier {

		@Override
		public Captured capture() {
			SecurityContextHolderStrategy strategy = SecurityContextHolder.getContextHolderStrategy();
			@Nullable Authentication captured = strategy.getContext().getAuthentication();
			return () -> {
				SecurityContext before = strategy.getContext();
				SecurityContext context = strategy.createEmptyContext();
				context.setAuthentication(captured);
				strategy.setContext(context);
				return () -> {
					if (before.getAuthentication() != null) {
						strategy.setContext(before);
					}
					else {
						strategy.clearContext();
					}
				};
			};
		}

	}

	private static final class OfMicrometer implements ContextCarrier {

		private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().clearMissing(true).build();

		@Override
		public Captured capture() {
			ContextSnapshot captured = this.snapshots.captureAll();
			return () -> {
				ContextSnapshot.Scope scope = captured.setThreadLocals();
				return scope::close;
			};
		}

	}

}
