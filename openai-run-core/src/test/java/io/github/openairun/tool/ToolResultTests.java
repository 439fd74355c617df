package io.github.openairun.tool;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AsyncResults} and {@link JsonToolResultConverter}, through handlers.
 */
class ToolResultTests {

	private static ToolContextFixture tools;

	@BeforeAll
	static void start() {
		tools = ToolContextFixture.of(Handlers.class);
	}

	@AfterAll
	static void close() {
		tools.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "tree|{\"a\":[1,null]}", "text|\"a\"", "noTree|null", "stage|later", "laterRecord|{\"x\":1}",
					"laterNothing|null", "laterVoid|ok", "laterOutput|by hand", "mono|later", "emptyMono|null",
					"voidMono|ok", "monoOfList|[1,2]", "map|{\"a\":1}", "nothingLater|ok", "points|[{\"x\":1}]",
					"plainFuture|later", "plainFutureOfNothing|ok", "flux|[\"a\",\"b\"]", "emptyFlux|[]",
					"fluxOfNothing|ok", "publisher|[\"a\"]", "flowPublisher|[{\"x\":1},{\"x\":2}]", "fluxAsObject|[1]",
					"stream|[\"a\",\"b\"]", "numbers|[0,1]", "iterator|[\"a\"]", "streamLater|[\"a\"]" })
	void writes(String tool, String output) {
		assertThat(tools.call(tool, "{}")).isEqualTo(output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "failedStage", "failedMono", "failedFuture", "failedFlux" })
	void whatFailsLaterFailsNeutrally(String tool) {
		try (CapturedLog log = new CapturedLog()) {
			assertThat(tools.call(tool, "{}")).contains("\"kind\":\"failed\"").doesNotContain("secret");
			assertThat(log).asString().contains("java.io.IOException: secret").doesNotContain("ExecutionException");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "lazy", "lazyList", "lazyLater", "circle", "refusesToBeShown" })
	void theModelLearnsThatACallTookEffectWhoseResultCannotBeWritten(String tool) {
		try (CapturedLog log = new CapturedLog()) {
			assertThat(tools.call(tool, "{}")).startsWith(
					"{\"error\":{\"kind\":\"result_unavailable\",\"message\":\"The tool has taken effect, but its "
							+ "result cannot be shown. Do not call it again to repeat what it did.\",\"reference\":\"ref-");
			assertThat(log).asString()
				.contains("WARN Tool '" + tool
						+ "' took effect, but its result cannot be shown, on call 'call_1' (reference ref-")
				.contains("Caused by: ");
		}
	}

	@Test
	void aConverterThatReturnsNoTextDoesNotMakeTheHandlerFail() {
		try (ToolContextFixture converted = new ToolContextFixture()) {
			converted.context().registerBean(Handlers.class);
			converted.converter((result) -> null).start();
			assertThat(converted.call("stage", "{}")).contains("\"kind\":\"result_unavailable\"");
		}
	}

	@Test
	void anErrorHandlerDecidesWhenAResultCannotBeWritten() {
		try (ToolContextFixture decided = new ToolContextFixture()) {
			decided.context().registerBean(Handlers.class);
			decided
				.errorHandler((context, error) -> (error instanceof ToolResultException)
						? ToolErrorDecision.tell("Shipped; the papers follow.") : ToolErrorDecision.defaults())
				.start();
			assertThat(decided.call("lazy", "{}")).contains("\"kind\":\"result_unavailable\"",
					"Shipped; the papers follow.");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "endlessStream", "endlessIterator", "endlessFlux" })
	void refusesResultsWithoutEnd(String tool) {
		try (CapturedLog log = new CapturedLog()) {
			assertThat(tools.call(tool, "{}")).contains("\"kind\":\"failed\"");
			assertThat(log).asString().contains("The result has more than 100000 elements");
		}
	}

	@Test
	void closesAStream() {
		Handlers.CLOSED.set(false);
		tools.call("closedStream", "{}");
		assertThat(Handlers.CLOSED).isTrue();
	}

	@Test
	void aRefusalMayComeLater() {
		assertThat(tools.call("refusedLater", "{}"))
			.isEqualTo("{\"error\":{\"kind\":\"failed\",\"message\":\"Not today\"}}");
	}

	@Test
	void anInterruptEndsTheWait() {
		try (ToolContextFixture onThisThread = new ToolContextFixture()) {
			onThisThread.context().registerBean(Handlers.class);
			onThisThread.customize((builder) -> builder.executor(Runnable::run, () -> {
			})).start();
			Thread.currentThread().interrupt();
			assertThat(onThisThread.call("never", "{}")).contains("\"kind\":\"failed\"");
			assertThat(Thread.interrupted()).isFalse();
		}
	}

	@Test
	void anInterruptCancelsAMono() {
		AtomicBoolean cancelled = new AtomicBoolean();
		Mono<String> never = Mono.<String>never().doOnCancel(() -> cancelled.set(true));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> AsyncResults.await(never));
		assertThat(cancelled).isTrue();
	}

	static class LazyEntity {

		public List<String> getLines() {
			throw new IllegalStateException("no session");
		}

	}

	static class Circle {

		public Circle getNext() {
			return this;
		}

	}

	static class Refusing {

		public String getText() {
			throw new ToolHandlerException("not to be shown");
		}

	}

	static class Handlers {

		@ToolHandler
		LazyEntity lazy() {
			return new LazyEntity();
		}

		@ToolHandler
		List<LazyEntity> lazyList() {
			return List.of(new LazyEntity());
		}

		@ToolHandler
		CompletionStage<LazyEntity> lazyLater() {
			return CompletableFuture.completedFuture(new LazyEntity());
		}

		@ToolHandler
		Circle circle() {
			return new Circle();
		}

		@ToolHandler
		Refusing refusesToBeShown() {
			return new Refusing();
		}

		@ToolHandler
		Nothing nothingLater() {
			return new Nothing();
		}

		@ToolHandler
		List<Point> points() {
			return List.of(new Point(1));
		}

		@ToolHandler
		JsonNode tree() {
			return JsonNodeFactory.instance.objectNode()
				.set("a", JsonNodeFactory.instance.arrayNode().add(1).addNull());
		}

		@ToolHandler
		JsonNode text() {
			return StringNode.valueOf("a");
		}

		@ToolHandler
		@Nullable JsonNode noTree() {
			return null;
		}

		@ToolHandler
		CompletionStage<String> stage() {
			return CompletableFuture.supplyAsync(() -> "later");
		}

		@ToolHandler
		CompletableFuture<Point> laterRecord() {
			return CompletableFuture.supplyAsync(() -> new Point(1));
		}

		@ToolHandler
		CompletableFuture<@Nullable String> laterNothing() {
			return CompletableFuture.completedFuture(null);
		}

		@ToolHandler
		CompletableFuture<Void> laterVoid() {
			return CompletableFuture.runAsync(() -> {
			});
		}

		@ToolHandler
		Future<ToolOutput> laterOutput() {
			return CompletableFuture.completedFuture(new ToolOutput("any", "by hand"));
		}

		@ToolHandler
		Mono<String> mono() {
			return Mono.fromSupplier(() -> "later");
		}

		@ToolHandler
		Mono<String> emptyMono() {
			return Mono.empty();
		}

		@ToolHandler
		Mono<Void> voidMono() {
			return Mono.empty();
		}

		@ToolHandler
		Mono<List<Integer>> monoOfList() {
			return Mono.just(List.of(1, 2));
		}

		@ToolHandler
		Map<String, Integer> map() {
			return Map.of("a", 1);
		}

		@ToolHandler
		CompletionStage<String> failedStage() {
			return CompletableFuture.failedFuture(new IOException("secret"));
		}

		@ToolHandler
		Mono<String> failedMono() {
			return Mono.error(new IOException("secret"));
		}

		@ToolHandler
		CompletionStage<String> refusedLater() {
			return CompletableFuture.failedFuture(new ToolHandlerException("Not today"));
		}

		static final AtomicBoolean CLOSED = new AtomicBoolean();

		@ToolHandler
		Future<String> plainFuture() {
			FutureTask<String> task = new FutureTask<>(() -> "later");
			CompletableFuture.runAsync(task);
			return task;
		}

		@ToolHandler
		Future<Void> plainFutureOfNothing() {
			FutureTask<Void> task = new FutureTask<>(() -> null);
			task.run();
			return task;
		}

		@ToolHandler
		Future<String> failedFuture() {
			FutureTask<String> task = new FutureTask<>(() -> {
				throw new IOException("secret");
			});
			task.run();
			return task;
		}

		@ToolHandler
		Flux<String> flux() {
			return Flux.just("a", "b");
		}

		@ToolHandler
		Flux<String> emptyFlux() {
			return Flux.empty();
		}

		@ToolHandler
		Flux<Void> fluxOfNothing() {
			return Flux.empty();
		}

		@ToolHandler
		Flux<String> failedFlux() {
			return Flux.concat(Flux.just("a"), Flux.error(new IOException("secret")));
		}

		@ToolHandler
		Publisher<String> publisher() {
			return Flux.just("a");
		}

		@ToolHandler
		Flow.Publisher<Point> flowPublisher() {
			return JdkFlowAdapter.publisherToFlowPublisher(Flux.just(new Point(1), new Point(2)));
		}

		@ToolHandler
		Object fluxAsObject() {
			return Flux.just(1);
		}

		@ToolHandler
		Stream<String> stream() {
			return Stream.of("a", "b");
		}

		@ToolHandler
		Stream<String> closedStream() {
			return Stream.of("a").onClose(() -> CLOSED.set(true));
		}

		@ToolHandler
		IntStream numbers() {
			return IntStream.range(0, 2);
		}

		@ToolHandler
		Iterator<String> iterator() {
			return List.of("a").iterator();
		}

		@ToolHandler
		CompletionStage<Stream<String>> streamLater() {
			return CompletableFuture.completedFuture(Stream.of("a"));
		}

		@ToolHandler
		Stream<Integer> endlessStream() {
			return Stream.iterate(0, (i) -> i + 1);
		}

		@ToolHandler
		Iterator<Integer> endlessIterator() {
			return endlessStream().iterator();
		}

		@ToolHandler
		Flux<Integer> endlessFlux() {
			return Flux.range(0, Integer.MAX_VALUE);
		}

		@ToolHandler
		CompletionStage<String> never() {
			return new CompletableFuture<>();
		}

	}

	record Point(int x) {
	}

	static class Nothing extends CompletableFuture<Void> {

		Nothing() {
			complete(null);
		}

	}

}
