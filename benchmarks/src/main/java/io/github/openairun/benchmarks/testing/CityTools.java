package io.github.openairun.benchmarks.testing;

import io.github.openairun.ToolHandler;

/**
 * The handlers of the measured tests.
 */
class CityTools {

	@ToolHandler(description = "Tells the weather in a city")
	String weather(String city) {
		return "Rain in " + city;
	}

	@ToolHandler(description = "Counts the inhabitants of a city")
	int inhabitants(String city) {
		return city.length();
	}

}
