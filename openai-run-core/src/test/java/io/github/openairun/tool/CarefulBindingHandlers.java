package io.github.openairun.tool;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;

/**
 * Handlers that return what they were given, for the cases where binding must be careful.
 */
class CarefulBindingHandlers {

	@ToolHandler
	Object whole(int value) {
		return given(value);
	}

	@ToolHandler
	Object big(BigInteger value) {
		return given(value);
	}

	@ToolHandler
	Object half(double value) {
		return given(value);
	}

	@ToolHandler
	Object halves(double[] value) {
		return given((Object) value);
	}

	@ToolHandler
	Object small(float value) {
		return given(value);
	}

	@ToolHandler
	Object exact(BigDecimal value) {
		return given(value.toPlainString());
	}

	@ToolHandler
	Object color(Color value) {
		return given(value);
	}

	@ToolHandler
	Object colors(Map<String, List<Color>> value) {
		return given(value);
	}

	@ToolHandler
	Object twins(Twins value) {
		return given(value);
	}

	@ToolHandler
	Object list(List<String> value) {
		return given(value);
	}

	@ToolHandler
	Object holes(List<@Nullable String> value) {
		return given(value);
	}

	@ToolHandler
	Object map(Map<String, Integer> value) {
		return given(value);
	}

	@ToolHandler
	Object nothing() {
		return given();
	}

	@ToolHandler
	Object empty(Empty value) {
		return given(value);
	}

	@ToolHandler
	Object holder(Holder value) {
		return given(value);
	}

	@ToolHandler
	Object bean(Bean value) {
		return given(value.name, value.age);
	}

	@ToolHandler
	Object beans(List<Bean> value) {
		return given(value.size());
	}

	@ToolHandler
	Object order(Order value) {
		return given(value.id, value.lines.size());
	}

	@ToolHandler
	Object shapes(List<Shape> value) {
		return given(value.toString());
	}

	@ToolHandler
	Object lax(Lax value) {
		return given(value);
	}

	@ToolHandler
	Object aliased(Aliased value) {
		return given(value.name);
	}

	@ToolHandler
	Object perhaps(Optional<Point> value) {
		return given(value.orElse(null));
	}

	@ToolHandler
	Object any(JsonNode value) {
		return given(value);
	}

	@ToolHandler
	Object day(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate value) {
		return given(value.toString());
	}

	@ToolHandler
	Object renamed(@JsonProperty("order_id") String value) {
		return given(value);
	}

	@ToolHandler
	Object own(@JsonDeserialize(using = Reversed.class) String value) {
		return given(value);
	}

	@ToolHandler
	Object defaults(@ToolParam(defaultValue = "10") int limit, @ToolParam(defaultValue = "RED") Color color,
			@ToolParam(defaultValue = "") String text, @ToolParam(defaultValue = "[\"a\"]") List<String> tags,
			@ToolParam(defaultValue = "2026-11-22") LocalDate day,
			@ToolParam(defaultValue = "{\"x\":1,\"y\":2}") Point point) {
		tags.add("own");
		return given(limit, color, text, new ArrayList<>(tags), day.toString(), point);
	}

	private static Object given(@Nullable Object... values) {
		return Arrays.asList(values);
	}

	enum Color {

		RED, GREEN

	}

	enum Twins {

		ON, on

	}

	record Empty() {
	}

	record Holder(Empty empty) {
	}

	record Point(int x, int y) {
	}

	record Order(String id, List<Line> lines, Color color) {
	}

	record Line(String sku, Point at, List<Integer> sizes) {
	}

	static class Bean {

		public String name = "";

		private int age;

		public @Nullable String note;

		public void setAge(int age) {
			this.age = age;
		}

	}

	@JsonIgnoreProperties("legacy")
	record Lax(String name, @JsonIgnore @Nullable String secret) {
	}

	static class Aliased {

		@JsonAlias("title")
		public String name = "";

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
	sealed interface Shape permits Circle, Square {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(double side) implements Shape {
	}

	static class Reversed extends StdScalarDeserializer<String> {

		Reversed() {
			super(String.class);
		}

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			String text = parser.getString();
			if (text.isEmpty()) {
				throw new IllegalStateException("secret");
			}
			return new StringBuilder(text).reverse().toString();
		}

	}

}
