package io.github.openairun.tool;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handlers without a library that may be absent. Classes know what is present from their
 * own loader, so they are loaded once more by one that does not have the library.
 */
class OptionalDependencyTests {

	private static final String ALL = "jakarta.validation-api hibernate-validator spring-security- reactor-core "
			+ "context-propagation";

	@ParameterizedTest
	@CsvSource({ "jakarta.validation.Validator,jakarta.validation-api hibernate-validator",
			"org.springframework.security.core.context.SecurityContextHolder,spring-security-",
			"reactor.core.publisher.Mono,reactor-core",
			"io.micrometer.context.ContextSnapshotFactory,context-propagation", "jakarta.validation.Validator," + ALL })
	void callsHandlersWithout(String absent, String libraries) throws Exception {
		try (Isolated isolated = Isolated.without(libraries)) {
			assertThat(isolated.has(absent)).isFalse();
			assertThat(isolated.call(Calls.class)).isEqualTo("{\"text\":\"a\",\"count\":2} [1,2]");
		}
	}

	@Test
	void everythingIsPresentOtherwise() throws Exception {
		try (Isolated isolated = Isolated.without("no-such-library")) {
			assertThat(isolated.has("jakarta.validation.Validator")).isTrue();
			assertThat(isolated.has("org.springframework.security.core.context.SecurityContextHolder")).isTrue();
			assertThat(isolated.has("reactor.core.publisher.Mono")).isTrue();
			assertThat(isolated.has("io.micrometer.context.ContextSnapshotFactory")).isTrue();
		}
	}

	@Test
	void saysThatThereIsNoUserWithoutSpringSecurity() throws Exception {
		try (Isolated isolated = Isolated.without("spring-security-")) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> isolated.call(WantsUser.class))
				.withMessageContaining("Spring Security is not on the class path");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { PublishesFlow.class, PublishesReactiveStream.class, PublishesExtended.class })
	void saysThatElementsThatArePushedNeedReactor(Class<? extends Callable<?>> type) throws Exception {
		try (Isolated isolated = Isolated.without("reactor-core")) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> isolated.call(type))
				.withMessageContaining("whose elements can only be collected by Reactor")
				.withMessageContaining("Add io.projectreactor:reactor-core, or return a CompletionStage or a List");
		}
		try (Isolated isolated = Isolated.without("no-such-library")) {
			assertThat(isolated.call(type)).isEqualTo("numbers");
		}
	}

	/**
	 * A loader of the test's class path without some libraries.
	 */
	private static final class Isolated extends URLClassLoader {

		private Isolated(List<URL> urls) {
			super(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
		}

		static Isolated without(String libraries) throws Exception {
			List<String> prefixes = List.of(libraries.split(" "));
			List<URL> urls = new ArrayList<>();
			for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
				String file = Path.of(entry).getFileName().toString();
				if (prefixes.stream().noneMatch(file::startsWith)) {
					urls.add(new File(entry).toURI().toURL());
				}
			}
			return new Isolated(urls);
		}

		boolean has(String type) {
			try {
				loadClass(type);
				return true;
			}
			catch (ClassNotFoundException ex) {
				return false;
			}
		}

		Object call(Class<? extends Callable<?>> type) throws Exception {
			ClassLoader before = Thread.currentThread().getContextClassLoader();
			Thread.currentThread().setContextClassLoader(this);
			try {
				return ((Callable<?>) loadClass(type.getName()).getDeclaredConstructor().newInstance()).call();
			}
			finally {
				Thread.currentThread().setContextClassLoader(before);
			}
		}

	}

	public static class Calls implements Callable<String> {

		@Override
		public String call() {
			try (ToolContextFixture tools = ToolContextFixture.of(Handlers.class)) {
				return tools.call("repeat", "{\"text\":\"a\",\"count\":\"2\"}") + " " + tools.call("later", "{}");
			}
		}

	}

	public static class WantsUser implements Callable<String> {

		@Override
		public String call() {
			try (ToolContextFixture tools = ToolContextFixture.of(UserHandlers.class)) {
				return String.join(",", tools.names());
			}
		}

	}

	public static class PublishesFlow implements Callable<String> {

		@Override
		public String call() {
			return names(FlowHandlers.class);
		}

	}

	public static class PublishesReactiveStream implements Callable<String> {

		@Override
		public String call() {
			return names(ReactiveStreamHandlers.class);
		}

	}

	public static class PublishesExtended implements Callable<String> {

		@Override
		public String call() {
			return names(ExtendedHandlers.class);
		}

	}

	private static String names(Class<?> handlers) {
		try (ToolContextFixture tools = ToolContextFixture.of(handlers)) {
			return String.join(",", tools.names());
		}
	}

	interface Numbers extends Publisher<Integer> {

	}

	static class FlowHandlers {

		@ToolHandler
		Flow.Publisher<Integer> numbers() {
			return (subscriber) -> subscriber.onError(new IllegalStateException());
		}

	}

	static class ReactiveStreamHandlers {

		@ToolHandler
		Publisher<Integer> numbers() {
			return (subscriber) -> subscriber.onError(new IllegalStateException());
		}

	}

	static class ExtendedHandlers {

		@ToolHandler
		Numbers numbers() {
			return (subscriber) -> subscriber.onError(new IllegalStateException());
		}

	}

	static class Handlers {

		@ToolHandler
		Repetition repeat(String text, int count, ToolContext context) {
			return new Repetition(text, count);
		}

		@ToolHandler
		CompletionStage<List<Integer>> later() {
			return CompletableFuture.completedFuture(Arrays.asList(1, 2));
		}

	}

	static class UserHandlers {

		@ToolHandler
		String who(Principal user) {
			return user.getName();
		}

	}

	record Repetition(String text, int count) {
	}

}
