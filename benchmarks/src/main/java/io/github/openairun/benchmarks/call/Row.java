package io.github.openairun.benchmarks.call;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A row of the table: one handler, with arguments as a model writes them.
 */
public enum Row {

	/** Two parameters, one of them an enum. */
	TWO_ARGUMENTS("temperature", "{\"city\":\"Copenhagen\",\"unit\":\"CELSIUS\"}", "18 degrees"),

	/** A record of twenty lines that returns a record. */
	TWENTY_LINES("placeOrder",
			"{\"order\":{\"customer\":\"Ada Lovelace\",\"currency\":\"EUR\",\"express\":true,\"lines\":[" + lines()
					+ "]}}",
			"{\"id\":\"R-2041\",\"customer\":\"Ada Lovelace\",\"lines\":20,\"total\":10.25,\"confirmed\":true}"),

	/** Nothing to bind. */
	NO_ARGUMENTS("opening", "{}", "{\"open\":true,\"from\":9,\"to\":18}");

	private final String tool;

	private final String arguments;

	private final String result;

	Row(String tool, String arguments, String result) {
		this.tool = tool;
		this.arguments = arguments;
		this.result = result;
	}

	private static String lines() {
		return IntStream.range(0, 20)
			.mapToObj((i) -> "{\"sku\":\"SKU-" + (1000 + i) + "\",\"quantity\":" + (i % 4 + 1) + ",\"price\":"
					+ (10 + i) + ".25,\"storage\":\"" + ((i % 2 == 0) ? "CELSIUS" : "FAHRENHEIT") + "\"}")
			.collect(Collectors.joining(","));
	}

	/** The name of the handler's tool and of its method. */
	String tool() {
		return this.tool;
	}

	/** The arguments, as JSON. */
	String arguments() {
		return this.arguments;
	}

	/** The result: a text, or JSON. */
	String result() {
		return this.result;
	}

}
