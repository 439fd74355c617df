package io.github.openairun.benchmarks.durable;

import io.github.openairun.ToolHandler;

/**
 * The handlers of the runs, which do next to nothing.
 */
public class BenchmarkTools {

	@ToolHandler(description = "The temperature in a city")
	public String temperature(String city) {
		return "18 degrees in " + city;
	}

	@ToolHandler(description = "The forecast for a city")
	public String forecast(String city, int days) {
		return "21 degrees in " + city + " in " + days + " days";
	}

}
