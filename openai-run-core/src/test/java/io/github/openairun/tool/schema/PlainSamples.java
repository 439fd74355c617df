package io.github.openairun.tool.schema;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.OptBoolean;

import io.github.openairun.ToolParam;

/**
 * Records and enums that are plain, or nearly so, and a field for each.
 */
@SuppressWarnings("unused")
class PlainSamples {

	Described described;

	WithFactory withFactory;

	WithCompactConstructor withCompactConstructor;

	WithContract withContract;

	WithCreator withCreator;

	WithFactoryCreator withFactoryCreator;

	WithOwnAccessor withOwnAccessor;

	WithOwnGetter withOwnGetter;

	WithAnnotation withAnnotation;

	WithAnythingElse withAnythingElse;

	WithReadOnly withReadOnly;

	WithInjected withInjected;

	WithBundle withBundle;

	WithUnwrapped withUnwrapped;

	AliasedSize aliasedSize;

	CodedSize codedSize;

	MeasuredSize measuredSize;

	CreatedSize createdSize;

	record Order(String orderId, Size size, List<Point> lines) {
	}

	record Point(int x, int y) {
	}

	record Described(@ToolParam(description = "How much") int amount, @JsonProperty("per_cent") boolean percent) {
	}

	record WithFactory(int x) {

		static WithFactory of(int x) {
			return new WithFactory(x);
		}

	}

	record WithCompactConstructor(String name, int size) {

		WithCompactConstructor {
			if (size < 0) {
				throw new IllegalArgumentException("size");
			}
		}

		WithCompactConstructor(String name) {
			this(name, 0);
		}

	}

	record WithContract(int x) implements Named {

		@Override
		public String name() {
			return "x";
		}

	}

	interface Named {

		String name();

	}

	record WithCreator(int x, int y) {

		@JsonCreator
		WithCreator(int x) {
			this(x, 0);
		}

	}

	record WithFactoryCreator(int x, int y) {

		@JsonCreator
		static WithFactoryCreator of(String text) {
			return new WithFactoryCreator(text.length(), 0);
		}

	}

	record WithOwnAccessor(int x, int y) {

		@JsonIgnore
		@Override
		public int y() {
			return this.y;
		}

	}

	record WithOwnGetter(int x) {

		int getDouble() {
			return this.x * 2;
		}

	}

	@JsonPropertyOrder({ "y", "x" })
	record WithAnnotation(int x, int y) {
	}

	record WithAnnotatedText(int x) {

		@JsonValue
		@Override
		public String toString() {
			return "x" + this.x;
		}

	}

	static final class Bean {

		public int x;

	}

	enum Size {

		SMALL, LARGE

	}

	enum AliasedSize {

		@JsonAlias("s")
		SMALL, LARGE

	}

	enum CodedSize {

		SMALL, LARGE;

		@JsonValue
		int code() {
			return ordinal() + 1;
		}

	}

	enum MeasuredSize {

		SMALL(1), LARGE(2);

		final int metres;

		MeasuredSize(int metres) {
			this.metres = metres;
		}

	}

	enum CreatedSize {

		SMALL, LARGE;

		@JsonCreator
		static CreatedSize of(int metres) {
			return (metres < 2) ? SMALL : LARGE;
		}

	}

	record WithAnythingElse(int x, @JsonAnySetter Map<String, Integer> others) {
	}

	record WithReadOnly(int x, @JsonProperty(access = JsonProperty.Access.READ_ONLY) int y) {
	}

	record WithInjected(int x, @JacksonInject(optional = OptBoolean.TRUE) String y) {
	}

	record WithBundle(int x, @Hidden int y) {
	}

	@Retention(RetentionPolicy.RUNTIME)
	@JacksonAnnotationsInside
	@JsonIgnore
	@interface Hidden {

	}

	record WithUnwrapped(@JsonUnwrapped Point point) {
	}

}
