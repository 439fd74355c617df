package io.github.openairun.tool;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;

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
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "tree|{\"a\":[1,null]}", "text|\"a\"", "noTree|null",
			"stage|later", "laterRecord|{\"x\":1}", "laterNothing|null", "laterVoid|ok", "laterOutput|by hand",
			"mono|later", "emptyMono|null", "voidMono|ok", "monoOfList|[1,2]", "map|{\"a\":1}",
			"shape|{\"type\":\"circle\",\"radius\":1}",
			"shapes|[{\"type\":\"circle\",\"radius\":1},{\"type\":\"square\",\"side\":2}]",
			"shapesLater|[{\"type\":\"circle\",\"radius\":1}]", "someShapes|[{\"type\":\"circle\",\"radius\":1}]",
			"wildShapes|[{\"type\":\"circle\",\"radius\":1}]", "shapeArray|[{\"type\":\"circle\",\"radius\":1}]",
			"shapesByName|{\"a\":[{\"type\":\"circle\",\"radius\":1}]}",
			"inherited|[{\"type\":\"circle\",\"radius\":1}]", "noShapes|null", "points|[{\"x\":1}]" })
	void writes(String tool, String output) {
		assertThat(tools.call(tool, "{}")).isEqualTo(output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "failedStage", "failedMono" })
	void whatFailsLaterFailsNeutrally(String tool) {
		try (CapturedLog log = new CapturedLog()) {
			assertThat(tools.call(tool, "{}")).contains("\"kind\":\"failed\"").doesNotContain("secret");
			assertThat(log).asString().contains("java.io.IOException: secret").doesNotContain("ExecutionException");
		}
	}

	@Test
	void aRefusalMayComeLater() {
		assertThat(tools.call("refusedLater", "{}"))
			.isEqualTo("{\"error\":{\"kind\":\"failed\",\"message\":\"Not today\"}}");
	}

	@Test
	void anInterruptEndsTheWait() {
		Thread.currentThread().interrupt();
		assertThat(tools.call("never", "{}")).contains("\"kind\":\"failed\"");
		assertThat(Thread.interrupted()).isTrue();
	}

	abstract static class Shapes<T> {

		abstract T one();

		@ToolHandler
		List<T> inherited() {
			return List.of(one());
		}

	}

	static class Handlers extends Shapes<Shape> {

		@Override
		Shape one() {
			return new Circle(1);
		}

		@ToolHandler
		Shape shape() {
			return one();
		}

		@ToolHandler
		List<Shape> shapes() {
			return List.of(one(), new Square(2));
		}

		@ToolHandler
		CompletableFuture<Set<Shape>> shapesLater() {
			return CompletableFuture.completedFuture(Set.of(one()));
		}

		@ToolHandler
		Optional<List<Shape>> someShapes() {
			return Optional.of(List.of(one()));
		}

		@ToolHandler
		Collection<? extends Shape> wildShapes() {
			return List.of(one());
		}

		@ToolHandler
		Shape[] shapeArray() {
			return new Shape[] { one() };
		}

		@ToolHandler
		Map<String, List<Shape>> shapesByName() {
			return Map.of("a", List.of(one()));
		}

		@ToolHandler
		@Nullable List<Shape> noShapes() {
			return null;
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

		@ToolHandler
		CompletionStage<String> never() {
			return new CompletableFuture<>();
		}

	}

	record Point(int x) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape permits Circle, Square {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

}
