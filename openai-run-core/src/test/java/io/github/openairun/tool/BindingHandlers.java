package io.github.openairun.tool;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.ToolParam;

/**
 * Handlers that return what they were given.
 */
class BindingHandlers {

	@ToolHandler
	Object text(String value) {
		return given(value);
	}

	@ToolHandler
	Object number(int value) {
		return given(value);
	}

	@ToolHandler
	Object flag(boolean value) {
		return given(value);
	}

	@ToolHandler
	Object decimal(double value) {
		return given(value);
	}

	@ToolHandler
	Object two(String name, int number) {
		return given(name, number);
	}

	@ToolHandler
	Object named(@ToolParam(name = "order_id") String id) {
		return given(id);
	}

	@ToolHandler
	Object status(Status value) {
		return given(value);
	}

	@ToolHandler
	Object uuid(UUID value) {
		return given(value);
	}

	@ToolHandler
	Object date(LocalDate value) {
		return given(value);
	}

	@ToolHandler
	Object list(List<String> value) {
		return given(value);
	}

	@ToolHandler
	Object array(int[] value) {
		return given((Object) value);
	}

	@ToolHandler
	Object map(Map<String, Integer> value) {
		return given(value);
	}

	@ToolHandler
	Object lines(List<Line> value) {
		return given(value);
	}

	@ToolHandler
	Object order(Order value) {
		return given(value);
	}

	@ToolHandler
	Object shape(Shape value) {
		return given(value.toString());
	}

	@ToolHandler
	Object checked(Rebate value) {
		return given(value);
	}

	@ToolHandler
	Object optional(Optional<String> value) {
		return given(value.orElse(null));
	}

	@ToolHandler
	Object optionalNumber(OptionalInt value) {
		return given(value.isPresent() ? value.getAsInt() : null);
	}

	@ToolHandler
	Object nullable(@Nullable String value) {
		return given(value);
	}

	@ToolHandler
	Object notRequired(@ToolParam(required = false) String value) {
		return given(value);
	}

	@ToolHandler
	Object nothing() {
		return given();
	}

	private static Object given(@Nullable Object... values) {
		return Arrays.asList(values);
	}

	enum Status {

		NEW,

		@JsonProperty("on its way")
		SHIPPED

	}

	record Line(String sku, int quantity) {
	}

	record Order(String id, List<Line> lines, @Nullable String note) {
	}

	record Rebate(int percent) {

		Rebate {
			if (percent > 100) {
				throw new ToolHandlerException("a rebate is at most 100 percent");
			}
			if (percent < 0) {
				throw new IllegalArgumentException("secret");
			}
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
	sealed interface Shape permits Circle, Square {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(double side) implements Shape {
	}

}
