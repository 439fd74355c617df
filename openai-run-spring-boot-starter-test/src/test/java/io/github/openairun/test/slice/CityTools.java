package io.github.openairun.test.slice;

import java.util.concurrent.CountDownLatch;

import jakarta.validation.constraints.Size;

import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;

class CityTools {

	@ToolHandler(description = "Tells the weather in a city")
	String weather(@Size(min = 2) String city) {
		return "Rain in " + city;
	}

	@ToolHandler(description = "Counts the inhabitants of a city")
	int inhabitants(String city) {
		return 709_037;
	}

	@ToolHandler(description = "Tells who asks")
	String asker(ToolContext context) {
		return String.valueOf(context.attribute("user", String.class));
	}

	@ToolHandler(description = "Hangs", timeout = "20ms")
	String hang() throws InterruptedException {
		new CountDownLatch(1).await();
		return "never";
	}

}
