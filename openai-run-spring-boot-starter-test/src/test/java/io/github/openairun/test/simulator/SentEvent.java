package io.github.openairun.test.simulator;

import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * An event as it went over the wire.
 */
record SentEvent(String name, String data) {

	JsonNode json() {
		return SimulatorJson.read(this.data);
	}

	/**
	 * Reads the frames of a stream; comments are left out.
	 */
	static List<SentEvent> parse(String body) {
		return Stream.of(body.split("\n\n"))
			.filter((frame) -> frame.contains("data:"))
			.map((frame) -> new SentEvent(field(frame, "event"), field(frame, "data")))
			.toList();
	}

	static List<String> names(List<SentEvent> events) {
		return events.stream().map(SentEvent::name).toList();
	}

	private static String field(String frame, String name) {
		return frame.lines()
			.filter((line) -> line.startsWith(name + ":"))
			.map((line) -> line.substring(name.length() + 1).stripLeading())
			.findFirst()
			.orElse("");
	}

}
