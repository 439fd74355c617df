package io.github.openairun.tool;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import io.github.openairun.ToolHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResultType}: results that contain values of several types.
 */
class DeclaredResultTests {

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
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "shape|{\"type\":\"circle\",\"radius\":1}",
			"shapes|[{\"type\":\"circle\",\"radius\":1},{\"type\":\"square\",\"side\":2}]",
			"shapeStream|[{\"type\":\"circle\",\"radius\":1}]", "shapeFlux|[{\"type\":\"circle\",\"radius\":1}]",
			"shapesLater|[{\"type\":\"circle\",\"radius\":1}]", "someShapes|[{\"type\":\"circle\",\"radius\":1}]",
			"wildShapes|[{\"type\":\"circle\",\"radius\":1}]", "shapeArray|[{\"type\":\"circle\",\"radius\":1}]",
			"shapesByName|{\"a\":[{\"type\":\"circle\",\"radius\":1}]}",
			"page|{\"items\":[{\"type\":\"circle\",\"radius\":1}],\"total\":1}",
			"openPage|{\"items\":[{\"type\":\"circle\",\"radius\":1}],\"more\":true}",
			"iterable|[{\"type\":\"circle\",\"radius\":1}]", "pageOfNothing|{\"items\":[],\"more\":true}",
			"inherited|[{\"type\":\"circle\",\"radius\":1}]", "noShapes|null" })
	void writesTheNamesOfTypes(String tool, String output) {
		assertThat(tools.call(tool, "{}")).isEqualTo(output);
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
		Stream<Shape> shapeStream() {
			return Stream.of(one());
		}

		@ToolHandler
		Flux<Shape> shapeFlux() {
			return Flux.just(one());
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
		Page<Shape> page() {
			return new Page<>(List.of(one()), 1);
		}

		@ToolHandler
		OpenPage<Shape> openPage() {
			return new LongPage<>(List.of(one()));
		}

		@ToolHandler
		@SuppressWarnings("unchecked")
		OpenPage<Shape> pageOfNothing() {
			return new EmptyPage();
		}

		@ToolHandler
		Iterable<Shape> iterable() {
			return List.of(one());
		}

		@ToolHandler
		@Nullable List<Shape> noShapes() {
			return null;
		}

	}

	record Page<T>(List<T> items, int total) {
	}

	interface OpenPage<T> {

		List<T> items();

	}

	record LongPage<T>(List<T> items, boolean more) implements OpenPage<T> {

		LongPage(List<T> items) {
			this(items, true);
		}

	}

	@SuppressWarnings("rawtypes")
	record EmptyPage(List items, boolean more) implements OpenPage {

		EmptyPage() {
			this(List.of(), true);
		}

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
