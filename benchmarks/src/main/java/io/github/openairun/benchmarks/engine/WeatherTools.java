package io.github.openairun.benchmarks.engine;

import io.github.openairun.ToolHandler;

/**
 * The handlers of the runs, which do next to nothing.
 */
public class WeatherTools {

	@ToolHandler(description = "The temperature in a city")
	public String temperature(String city) {
		return "18 degrees in " + city;
	}

	@ToolHandler(description = "The forecast for a city")
	public Forecast forecast(String city, int days) {
		return new Forecast(city, days, 21, "west");
	}

	/** A forecast. */
	public record Forecast(String city, int days, int degrees, String wind) {
	}

}
