package io.github.openairun.tool;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link StandardContextPropagators} and {@link CompositeContextPropagator}.
 */
class StandardContextPropagatorsTests {

	private final ExecutorService worker = Executors.newSingleThreadExecutor();

	private final ContextPropagator propagator = new CompositeContextPropagator(ContextPropagator.standard());

	@AfterEach
	void clear() {
		this.worker.shutdownNow();
		SecurityContextHolder.clearContext();
		LocaleContextHolder.resetLocaleContext();
		MDC.clear();
	}

	@Test
	void everythingIsCarriedAndClearedAfter() {
		ThreadLocal<String> own = new ThreadLocal<>();
		ContextRegistry.getInstance().registerThreadLocalAccessor("own", own);
		try {
			String before = onWorker(() -> state() + " " + own.get());
			LocaleContextHolder.setLocale(Locale.CANADA_FRENCH);
			MDC.put("request", "17");
			SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("jane", "secret"));
			own.set("mine");
			ContextPropagator.Snapshot captured = this.propagator.capture();
			own.set("changed");
			clearCaller();
			AtomicReference<String> within = new AtomicReference<>();
			onWorker(() -> {
				ContextPropagator.Scope restored = captured.restore();
				within.set(state() + " " + own.get());
				restored.close();
				return "";
			});
			assertThat(within).hasValue("fr_CA {request=17} jane mine");
			assertThat(onWorker(() -> state() + " " + own.get())).isEqualTo(before);
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor("own");
		}
	}

	@Test
	void nobodyIsLoggedInWhereNobodyWas() {
		ContextPropagator.Snapshot captured = this.propagator.capture();
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("jane", "secret"));
		MDC.put("request", "17");
		ContextPropagator.Scope restored = captured.restore();
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
		assertThat(MDC.get("request")).isNull();
		restored.close();
		assertThat(SecurityContextHolder.getContext().getAuthentication().getName()).isEqualTo("jane");
		assertThat(MDC.get("request")).isEqualTo("17");
	}

	@Test
	void aLoginOnTheHandlersThreadDoesNotReachTheCaller() {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("jane", "secret"));
		ContextPropagator.Snapshot captured = this.propagator.capture();
		onWorker(() -> {
			captured.restore();
			SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("joe", "secret"));
			return "";
		});
		assertThat(SecurityContextHolder.getContext().getAuthentication().getName()).isEqualTo("jane");
	}

	@Test
	void aCarrierThatCannotRestoreClearsTheOthers() {
		MDC.put("request", "17");
		ContextPropagator broken = () -> () -> {
			throw new IllegalStateException("broken");
		};
		ContextPropagator.Snapshot captured = new CompositeContextPropagator(
				List.of(new CompositeContextPropagator(ContextPropagator.standard()), broken))
			.capture();
		MDC.clear();
		assertThatIllegalStateException().isThrownBy(captured::restore);
		assertThat(MDC.get("request")).isNull();
	}

	@Test
	void absentLibrariesAreNotTouched() throws Exception {
		try (FilteredClassLoader loader = new FilteredClassLoader("org.springframework.security", "org.slf4j",
				"io.micrometer")) {
			assertThat(StandardContextPropagators.present(loader)).hasSize(1);
		}
	}

	private static String state() {
		String user = (SecurityContextHolder.getContext().getAuthentication() != null)
				? SecurityContextHolder.getContext().getAuthentication().getName() : "nobody";
		Map<String, String> mdc = MDC.getCopyOfContextMap();
		return LocaleContextHolder.getLocale() + " " + ((mdc != null) ? mdc : Map.of()) + " " + user;
	}

	private static void clearCaller() {
		SecurityContextHolder.clearContext();
		LocaleContextHolder.resetLocaleContext();
		MDC.clear();
	}

	private String onWorker(Supplier<String> task) {
		return CompletableFuture.supplyAsync(task, this.worker).join();
	}

}
