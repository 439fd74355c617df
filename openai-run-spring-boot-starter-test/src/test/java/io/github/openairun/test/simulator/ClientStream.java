package io.github.openairun.test.simulator;

import java.util.List;

/**
 * The reading end of a stream without a transport.
 */
class ClientStream {

	private final StreamedBody stream;

	private StreamedBody.Signal last = new StreamedBody.Signal.Silence();

	ClientStream(StreamedBody stream) {
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
		StreamedBody.Signal signal = this.stream.next();
		while (signal instanceof StreamedBody.Signal.Write write) {
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
		return this.last instanceof StreamedBody.Signal.Finish;
	}

	StreamedBody.Signal last() {
		return this.last;
	}

	void leave() {
		this.stream.left();
	}

}
