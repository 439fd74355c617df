package io.github.openairun.benchmarks.call;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The three calls as one would write them by hand, knowing each handler: the parser is
 * read into the parameters, the method is called directly, and the result is written by a
 * writer that knows its type. Surplus, missing and trailing input is refused, as it must
 * be.
 */
final class Floor {

	private final JsonMapper mapper;

	private final Handlers handlers;

	private final ObjectReader order;

	private final ObjectWriter receipt;

	private final ObjectWriter opening;

	Floor(JsonMapper mapper, Handlers handlers) {
		this.mapper = mapper;
		this.handlers = handlers;
		this.order = mapper.readerFor(Handlers.Order.class)
			.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
		this.receipt = mapper.writerFor(Handlers.Receipt.class);
		this.opening = mapper.writerFor(Handlers.Opening.class);
	}

	String temperature(String arguments) {
		String city = null;
		Handlers.Unit unit = null;
		try (JsonParser parser = this.mapper.createParser(arguments)) {
			check(parser.nextToken() == JsonToken.START_OBJECT);
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				switch (name) {
					case "city" -> city = parser.nextStringValue();
					case "unit" -> unit = Handlers.Unit.valueOf(text(parser.nextStringValue()));
					default -> check(false);
				}
			}
			check(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
		}
		if (city == null || unit == null) {
			throw new IllegalArgumentException();
		}
		return this.handlers.temperature(city, unit);
	}

	String placeOrder(String arguments) {
		Handlers.Order order = null;
		try (JsonParser parser = this.mapper.createParser(arguments)) {
			check(parser.nextToken() == JsonToken.START_OBJECT);
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				check(name.equals("order"));
				parser.nextToken();
				order = this.order.readValue(parser);
			}
			check(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
		}
		if (order == null) {
			throw new IllegalArgumentException();
		}
		return this.receipt.writeValueAsString(this.handlers.placeOrder(order));
	}

	String opening(String arguments) {
		try (JsonParser parser = this.mapper.createParser(arguments)) {
			check(parser.nextToken() == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.END_OBJECT
					&& parser.nextToken() == null);
		}
		return this.opening.writeValueAsString(this.handlers.opening());
	}

	private static String text(@Nullable String text) {
		if (text == null) {
			throw new IllegalArgumentException();
		}
		return text;
	}

	private static void check(boolean fits) {
		if (!fits) {
			throw new IllegalArgumentException();
		}
	}

}
