package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The type of a value in a request.
 */
sealed interface RequestType {

	/**
	 * Returns whether a value is of the right kind, whatever it holds.
	 */
	boolean takes(JsonNode value);

	/**
	 * Returns the kind as the live service names it.
	 */
	String kind();

	/** Any value. */
	record Any() implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return true;
		}

		@Override
		public String kind() {
			return "a value";
		}

	}

	/** A text whose length is bounded, and that a regular expression may describe. */
	record Text(int minimum, int maximum, @Nullable Pattern pattern) implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return value.isString();
		}

		@Override
		public String kind() {
			return "a string";
		}

	}

	/** A text that is one of a few; a union holds the others. */
	record Literal(String text) implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return value.isString();
		}

		@Override
		public String kind() {
			return "a string";
		}

	}

	/** A number within bounds. */
	record Number(boolean integer, @Nullable Double minimum, @Nullable Double maximum) implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return this.integer ? value.isIntegralNumber() : value.isNumber();
		}

		@Override
		public String kind() {
			return this.integer ? "an integer" : "a decimal";
		}

	}

	/** True or false. */
	record Flag() implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return value.isBoolean();
		}

		@Override
		public String kind() {
			return "a boolean";
		}

	}

	/** JSON null. */
	record Null() implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return value.isNull();
		}

		@Override
		public String kind() {
			return "null";
		}

	}

	/** A list whose length is bounded. */
	record ListOf(RequestType element, int minimum, int maximum) implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return value.isArray();
		}

		@Override
		public String kind() {
			return (this.element instanceof Text) ? "an array of strings" : "an array of objects";
		}

	}

	/** An object with any names, whose values are of one type. */
	record Entries(RequestType value) implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return value.isObject();
		}

		@Override
		public String kind() {
			return "an object";
		}

	}

	/** An object with known fields, which may have others unless it is closed. */
	record Fields(Map<String, Field> fields, boolean closed) implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return value.isObject();
		}

		@Override
		public String kind() {
			return "an object";
		}

	}

	/** A type that is described elsewhere. */
	record Named(String name) implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return true;
		}

		@Override
		public String kind() {
			return this.name;
		}

	}

	/** One of several types. */
	record Union(List<RequestType> types) implements RequestType {

		@Override
		public boolean takes(JsonNode value) {
			return this.types.stream().anyMatch((type) -> type.takes(value));
		}

		@Override
		public String kind() {
			return String.join(" or ", this.types.stream().map(RequestType::kind).distinct().toList());
		}

	}

	/**
	 * A field of an object.
	 */
	record Field(RequestType type, boolean required) {

	}

}
