package io.github.openairun.tool;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.OptBoolean;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolParam;

/**
 * Types of the application, as the schema table describes them.
 */
@SuppressWarnings("unused")
class SchemaSamples {

	enum Status {

		NEW, SHIPPED

	}

	enum NamedStatus {

		@JsonProperty("new")
		NEW,

		@JsonProperty("on its way")
		SHIPPED

	}

	enum PartlyNamedStatus {

		@JsonProperty("new")
		NEW,

		SHIPPED

	}

	enum CodedStatus {

		NEW(10), SHIPPED(20);

		private final int code;

		CodedStatus(int code) {
			this.code = code;
		}

		@JsonValue
		int code() {
			return this.code;
		}

	}

	@JsonFormat(shape = JsonFormat.Shape.NUMBER)
	enum NumericStatus {

		NEW, SHIPPED

	}

	enum SpokenStatus {

		NEW, SHIPPED;

		@Override
		public String toString() {
			return "it is " + name();
		}

	}

	record Point(int x, int y) {
	}

	record Line(Point from, Point to, List<String> labels) {
	}

	@JsonClassDescription("A thing")
	record Described(@JsonPropertyDescription("What it is called") String name,
			@ToolParam(description = "Where it is") Point place,
			@ToolParam(description = "When it came") @JsonFormat(pattern = "dd.MM.yyyy") LocalDate since) {
	}

	record OptionalParts(Optional<String> first, @Nullable Integer second, @ToolParam(required = false) String third,
			@JsonProperty(isRequired = OptBoolean.FALSE) String fourth, @Nullable List<@Nullable String> fifth) {
	}

	record Renamed(@JsonProperty("order_id") String orderId, @JsonProperty(required = true) String reason) {
	}

	record Ignoring(String kept, @JsonIgnore @Nullable String dropped,
			@JsonProperty(access = JsonProperty.Access.READ_ONLY) @Nullable String computed) {
	}

	static class Bean {

		private String name = "";

		private @Nullable Integer age;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public @Nullable Integer getAge() {
			return this.age;
		}

		public void setAge(@Nullable Integer age) {
			this.age = age;
		}

		public String getBadge() {
			return this.name + this.age;
		}

	}

	record Formatted(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate day,
			@JsonFormat(pattern = "dd.MM.yyyy") List<LocalDate> days) {
	}

	record Page<T>(List<T> items, @Nullable T first) {
	}

	record OrderNumber(@JsonValue String value) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		OrderNumber {
		}

	}

	static final class Factory {

		private final String value;

		private Factory(String value) {
			this.value = value;
		}

		public static Factory valueOf(String value) {
			return new Factory(value);
		}

		@JsonValue
		public String value() {
			return this.value;
		}

	}

	record Empty() {
	}

	record Compact(List<@Nullable String> names, List<Point> points) {

		Compact {
			names = new ArrayList<>(names);
		}

	}

	record NullableTags(@JsonValue List<@Nullable String> values) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		NullableTags {
		}

	}

	interface Side {

	}

	record Left(int x) implements Side {
	}

	record Right(int y) implements Side {
	}

	record Node(String name, List<Node> children) {
	}

	record Person(String name, @Nullable Address home, @ToolParam(description = "Closest friend") Person friend) {
	}

	record Address(String city, Person owner) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Shape permits Circle, Square {

	}

	@JsonTypeName("circle")
	record Circle(double radius) implements Shape {
	}

	@JsonTypeName("square")
	record Square(double side) implements Shape {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
	@JsonSubTypes({ @JsonSubTypes.Type(value = Dog.class, name = "dog"),
			@JsonSubTypes.Type(value = Cat.class, name = "cat") })
	interface Animal {

	}

	record Dog(String name) implements Animal {
	}

	record Cat(int lives) implements Animal {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "op")
	sealed interface Expression permits Value, Sum {

	}

	record Value(int value) implements Expression {
	}

	record Sum(Expression left, Expression right) implements Expression {
	}

	record MapHolder(Map<String, String> labels, @Nullable String note) {
	}

	static class AnyProperties {

		public String name = "";

		@JsonAnySetter
		void any(String name, Object value) {
		}

	}

	static class Unwrapped {

		@JsonUnwrapped
		public Point point = new Point(0, 0);

	}

	interface OpenInterface {

	}

	record OptionalPrimitive(@ToolParam(required = false) int count) {
	}

	static final class NoCreator {

		private NoCreator(String first, String second) {
		}

	}

	record Nesting<T>(T value, @Nullable Nesting<List<T>> deeper) {
	}

}
