package io.github.openairun.test.simulator;

import java.util.List;

/**
 * The reading end of a stream without a transport.
 */
class ClientStream {

	private final EventStream stream;

	private EventStream.Signal last = new EventStream.Signal.Silence();

	ClientStream(EventStream stream) {
		this.stream = stream;
	}

	/**
	 * Returns what there is to read since the last time.
	 */
	List<SentEvent> read() {
		return SentEvent.parse(text());
	}

	String text() {
		StringBuilder text = new StringBuilder();
		EventStream.Signal signal = this.stream.next();
		while (signal instanceof EventStream.Signal.Write write) {
			text.append(write.text());
			signal = this.stream.next();
		}
		this.last = signal;
		return text.toString();
	}

	List<String> names() {
		return SentEvent.names(read());
	}

	boolean ended() {
		return this.last instanceof EventStream.Signal.End;
	}

	EventStream.Signal last() {
		return this.last;
	}

	void leave() {
		this.stream.left();
	}

}
