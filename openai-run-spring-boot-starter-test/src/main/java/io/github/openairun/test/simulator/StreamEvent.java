package io.github.openairun.test.simulator;

/**
 * An event of a stream.
 *
 * @param name the event's name, empty if it is sent without one
 * @param data the event's data, mostly JSON
 * @param last whether the stream ends with it
 */
record StreamEvent(String name, String data, boolean last) {

	String frame() {
		String data = "data: " + this.data + "\n\n";
		return this.name.isEmpty() ? data : "event: " + this.name + "\n" + data;
	}

}
