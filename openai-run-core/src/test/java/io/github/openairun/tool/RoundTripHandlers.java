package io.github.openairun.tool;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;

/**
 * One handler for each supported type, each of which returns what it was given as JSON.
 */
class RoundTripHandlers {

	@ToolHandler
	Box<List<String>> texts(Box<List<String>> value) {
		return value;
	}

	@ToolHandler
	Numbers numbers(Numbers value) {
		return value;
	}

	@ToolHandler
	Times times(Times value) {
		return value;
	}

	@ToolHandler
	Enums enums(Enums value) {
		return value;
	}

	@ToolHandler
	Misc misc(Misc value) {
		return value;
	}

	@ToolHandler
	Optionals optionals(Optionals value) {
		return value;
	}

	@ToolHandler
	Bean bean(Bean value) {
		return value;
	}

	@ToolHandler
	Containers containers(Containers value) {
		return value;
	}

	@ToolHandler
	Shape shape(Shape value) {
		return value;
	}

	@ToolHandler
	String shapes(List<Shape> value) {
		// a list does not tell Jackson what its elements are declared as
		return RandomJson.MAPPER.writerFor(new TypeReference<List<Shape>>() {
		}).writeValueAsString(value);
	}

	@ToolHandler
	Node node(Node value) {
		return value;
	}

	@ToolHandler
	Map<String, List<Box<Integer>>> maps(Map<String, List<Box<Integer>>> value) {
		return value;
	}

	@ToolHandler
	List<int[]> arrays(int[][] value) {
		return List.of(value);
	}

	@ToolHandler
	List<@Nullable Boolean> holes(List<@Nullable Boolean> value) {
		return value;
	}

	@ToolHandler
	Nested nested(Nested value) {
		return value;
	}

	@ToolHandler
	List<Map<String, @Nullable List<Optional<String>>>> inEachOther(
			List<Map<String, @Nullable List<Optional<String>>>> value) {
		return value;
	}

	@ToolHandler
	@Nullable Color[][] grid(@Nullable Color[][] value) {
		return value;
	}

	@ToolHandler
	Empty empty(Empty value) {
		return value;
	}

	record Box<T>(T content) {
	}

	record Numbers(byte a, short b, int c, long d, Integer e, BigInteger f, float g, double h, BigDecimal i, Number j) {
	}

	record Times(LocalDate a, LocalDateTime b, LocalTime c, Instant d, OffsetDateTime e, OffsetTime f, Duration g,
			YearMonth h, MonthDay i, @JsonFormat(pattern = "yyyy/MM/dd") LocalDate j) {
	}

	record Enums(Color a, Named b, Coded c, List<Color> d) {
	}

	record Misc(UUID a, boolean b, Boolean c, char d, @ToolParam(description = "URI") URI e, OrderNumber f) {
	}

	record Optionals(Optional<String> a, OptionalInt b, @Nullable Color c, @Nullable List<String> d,
			@ToolParam(required = false) Box<String> e, Optional<Box<Integer>> f) {
	}

	record Containers(Set<Integer> a, String[] b, Map<String, Color> c, @Nullable String[] d) {
	}

	record Nested(List<List<@Nullable String>> a, List<@Nullable List<Integer>> b, Map<String, @Nullable List<Color>> c,
			List<Optional<Box<String>>> d, Optional<List<@Nullable Integer>> e, String @Nullable [] @Nullable [] f,
			Map<Color, @Nullable Integer> g, Box<List<Box<Boolean>>> h) {

		Nested {
			// a compact constructor, in which compilers lose annotations
			a = List.copyOf(a);
		}

	}

	record Node(String name, @Nullable Node left, List<Node> more) {
	}

	record Empty() {
	}

	static class Bean {

		public String name = "";

		public int count;

		public @Nullable Boolean flag;

	}

	enum Color {

		RED, GREEN

	}

	enum Named {

		@JsonProperty("on its way")
		SENT, LOST

	}

	enum Coded {

		ONE(1), TWO(2);

		private final int code;

		Coded(int code) {
			this.code = code;
		}

		@JsonValue
		int code() {
			return this.code;
		}

	}

	record OrderNumber(@JsonValue String value) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		OrderNumber {
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
	sealed interface Shape permits Circle, Group {

	}

	record Circle(double radius) implements Shape {
	}

	record Group(List<Shape> shapes, @Nullable String name) implements Shape {
	}

}
