package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ToolHandler;

/**
 * Handlers that return what they were given, in containers within each other.
 */
class ContainerHandlers extends InheritedHandlers<String> {

	@ToolHandler
	Object innerNulls(List<List<@Nullable String>> value) {
		return given(value);
	}

	@ToolHandler
	Object outerNulls(List<@Nullable List<String>> value) {
		return given(value);
	}

	@ToolHandler
	Object mapOfNulls(Map<String, @Nullable List<String>> value) {
		return given(value);
	}

	@ToolHandler
	Object innerOptionals(List<List<Optional<String>>> value) {
		return given(value);
	}

	@ToolHandler
	Object outerOptionals(List<Optional<List<String>>> value) {
		return given(value);
	}

	@ToolHandler
	Object optionalOfNulls(Optional<List<@Nullable String>> value) {
		return given(value);
	}

	@ToolHandler
	Object optionalOfTexts(Optional<Map<String, List<String>>> value) {
		return given(value);
	}

	@ToolHandler
	Object trees(List<Map<String, JsonNode>> value) {
		return given(value);
	}

	@ToolHandler
	Object anything(Map<String, Object> value) {
		return given(value);
	}

	@ToolHandler
	Object texts(String[][] value) {
		return given((Object) value);
	}

	@ToolHandler
	Object arrayOfNulls(@Nullable String[][] value) {
		return given((Object) value);
	}

	@ToolHandler
	Object arrayOfNullArrays(String[] @Nullable [] value) {
		return given((Object) value);
	}

	@ToolHandler
	Object wildNulls(List<? extends @Nullable Number> value) {
		return given(value);
	}

	@ToolHandler
	Object colors(Set<Color> value) {
		return given(value);
	}

	@ToolHandler
	Object enumSet(EnumSet<Color> value) {
		return given(value);
	}

	@ToolHandler
	Object byColor(Map<Color, @Nullable Integer> value) {
		return given(value);
	}

	@ToolHandler
	Object lines(Order value) {
		return given(value);
	}

	@ToolHandler
	Object lists(Lists value) {
		return given(value);
	}

	@ToolHandler
	Object page(Page<Line> value) {
		return given(value);
	}

	@ToolHandler
	Object pages(List<Page<List<Line>>> value) {
		return given(value);
	}

	@ToolHandler
	Object bean(Bean value) {
		return given(value.tags, value.names, value.notes);
	}

	@ToolHandler
	Object tags(Tags value) {
		return given(value);
	}

	@ToolHandler
	Object nullTags(NullTags value) {
		return given(value);
	}

	enum Color {

		RED, GREEN

	}

	record Line(String sku) {
	}

	record Order(List<Line> lines, Map<String, List<@Nullable Line>> byName, @Nullable Line[] old) {
	}

	record Lists(List<@Nullable String> names, List<Line> lines) {

		Lists {
			names = new ArrayList<>(names);
		}

	}

	record Page<T>(List<T> items, @Nullable T first) {
	}

	static class Bean {

		private List<String> tags = new ArrayList<>();

		private List<List<@Nullable String>> names = new ArrayList<>();

		public Map<String, String> notes = Map.of();

		public void setTags(List<String> tags) {
			this.tags = tags;
		}

		public void setNames(List<List<@Nullable String>> names) {
			this.names = names;
		}

	}

	record Tags(@JsonValue List<String> values) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Tags {
		}

	}

	record NullTags(@JsonValue List<@Nullable String> values) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		NullTags {
		}

	}

}

abstract class InheritedHandlers<T> {

	@ToolHandler
	Object inherited(Map<String, List<T>> value) {
		return given(value);
	}

	static Object given(@Nullable Object... values) {
		return Arrays.asList(values);
	}

}
