package io.github.openairun.test.simulator;

/**
 * An event of a stream.
 *
 * @param name the event's name
 * @param data the event's data, mostly JSON
 * @param last whether the stream ends with it
 */
record StreamEvent(String name, String data, boolean last) {

	String frame() {
		return "event: " + this.name + "\ndata: " + this.data + "\n\n";
	}

}
