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
 * The propagators of the values that Spring and optional libraries bind to threads. Only
 * the nested class of a library refers to it, so that the library may be absent.
 */
final class StandardContextPropagators {

	private StandardContextPropagators() {
	}

	static List<ContextPropagator> present(@Nullable ClassLoader loader) {
		List<ContextPropagator> propagators = new ArrayList<>();
		if (ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", loader)) {
			// First, because it would set a security context that threads share.
			propagators.add(new MicrometerPropagator());
		}
		propagators.add(new LocalePropagator());
		if (ClassUtils.isPresent("org.slf4j.MDC", loader)) {
			propagators.add(new MdcPropagator());
		}
		if (ClassUtils.isPresent("org.springframework.security.core.context.SecurityContextHolder", loader)) {
			propagators.add(new SecurityPropagator());
		}
		return List.copyOf(propagators);
	}

	private static final class LocalePropagator implements ContextPropagator {

		@Override
		public Snapshot capture() {
			@Nullable LocaleContext captured = LocaleContextHolder.getLocaleContext();
			return () -> {
				@Nullable LocaleContext before = LocaleContextHolder.getLocaleContext();
				LocaleContextHolder.setLocaleContext(captured);
				return () -> LocaleContextHolder.setLocaleContext(before);
			};
		}

	}

	private static final class MdcPropagator implements ContextPropagator {

		@Override
		public Snapshot capture() {
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
	 * Captures the authentication and not the security context, whose content changes
	 * when its own thread logs a user in or out.
	 */
	private static final class SecurityPropagator implements ContextPropagator {

		@Override
		public Snapshot capture() {
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

	private static final class MicrometerPropagator implements ContextPropagator {

		private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().clearMissing(true).build();

		@Override
		public Snapshot capture() {
			ContextSnapshot captured = this.snapshots.captureAll();
			return () -> {
				ContextSnapshot.Scope scope = captured.setThreadLocals();
				return scope::close;
			};
		}

	}

}
