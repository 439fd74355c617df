package io.github.openairun.tool;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.github.openairun.ToolHandler;

/**
 * Handlers that return what they were given, where Jackson alone would be more lenient
 * than the schema.
 */
class ObjectHandlers {

	@ToolHandler
	Object reference(AtomicReference<String> value) {
		return given(value);
	}

	@ToolHandler
	Object doubles(double[] value) {
		return given((Object) value);
	}

	@ToolHandler
	Object floats(float[] value) {
		return given((Object) value);
	}

	@ToolHandler
	Object number(Number value) {
		return given(value);
	}

	@ToolHandler
	Object shape(Shape value) {
		return given(value.getClass().getSimpleName());
	}

	@ToolHandler
	Object declaredHere(@JsonTypeInfo(use = JsonTypeInfo.Id.NAME,
			property = "type") @JsonSubTypes({ @JsonSubTypes.Type(value = Left.class, name = "left"),
					@JsonSubTypes.Type(value = Right.class, name = "right") }) Side value) {
		return given(value.getClass().getSimpleName());
	}

	@ToolHandler
	Object aliased(Aliased value) {
		return given(value.name);
	}

	@ToolHandler
	Object counts(Counts value) {
		return given(value.name, value.counts);
	}

	@ToolHandler
	Object built(Built value) {
		return given(value.name(), value.note());
	}

	@ToolHandler
	Object date(LocalDate value) {
		return given(value.toString());
	}

	@ToolHandler
	Object instant(Instant value) {
		return given(value.toString());
	}

	@ToolHandler
	Object character(char value) {
		return given(value);
	}

	@ToolHandler
	Object day(Day value) {
		return given(value.day().toString());
	}

	private static Object given(@Nullable Object... values) {
		return Arrays.asList(values);
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
	sealed interface Shape permits Circle {

	}

	static final class Circle implements Shape {

		public double radius;

		public String name = "";

	}

	interface Side {

	}

	record Left(int x) implements Side {
	}

	record Right(int y) implements Side {
	}

	static class Aliased {

		@JsonAlias({ "title", "label" })
		public String name = "";

	}

	static class Counts {

		public String name = "";

		private final Map<String, Integer> counts = new TreeMap<>();

		@JsonAnySetter
		void count(String name, Integer value) {
			this.counts.put(name, value);
		}

	}

	@JsonDeserialize(builder = Built.Builder.class)
	record Built(String name, @Nullable String note) {

		static class Builder {

			private String name = "";

			private @Nullable String note;

			Builder withName(String name) {
				this.name = name;
				return this;
			}

			Builder withNote(@Nullable String note) {
				this.note = note;
				return this;
			}

			Built build() {
				return new Built(this.name, this.note);
			}

		}

	}

	record Day(@JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) LocalDate day) {
	}

}
