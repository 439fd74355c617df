package io.github.openairun.test.simulator;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stream with a fault.
 */
final class FaultyStream implements StreamedBody {

	private final StreamedBody stream;

	private final StreamFault fault;

	private final boolean assistants;

	private final Deque<Signal> ready = new ArrayDeque<>();

	private final StringBuilder sent = new StringBuilder();

	private int events;

	private boolean met;

	private @Nullable Signal last;

	/**
	 * Creates a stream with a fault.
	 * @param stream the stream as it would be
	 * @param fault what goes wrong
	 * @param assistants whether it speaks wire Assistants v2
	 */
	FaultyStream(StreamedBody stream, StreamFault fault, boolean assistants) {
		this.stream = stream;
		this.fault = fault;
		this.assistants = assistants;
	}

	@Override
	public synchronized Signal next() {
		if (this.ready.isEmpty() && this.last == null && this.events == this.fault.after() && !this.met) {
			this.met = true;
			strike();
		}
		Signal signal = this.ready.poll();
		if (signal == null) {
			signal = (this.last != null) ? this.last : changed(this.stream.next());
		}
		if (signal instanceof Signal.Write write) {
			this.sent.append(write.text());
		}
		return signal;
	}

	@Override
	public synchronized void left() {
		this.stream.left();
	}

	@Override
	public void onChange(Runnable listener) {
		this.stream.onChange(listener);
	}

	@Override
	public synchronized String sent() {
		return this.sent.toString();
	}

	private void strike() {
		switch (this.fault.kind()) {
			case CUT -> {
				this.stream.left();
				this.last = new Signal.Break();
			}
			case STALL -> this.last = new Signal.Silence();
			case END -> this.last = new Signal.Finish();
			case ERROR -> {
				this.ready.add(new Signal.Write(event("error", error()).frame()));
				this.last = new Signal.Finish();
			}
			case EXTRA -> this.ready.add(new Signal.Write(event("simulator.extra", unknown()).frame()));
			default -> {
			}
		}
	}

	private Signal changed(Signal signal) {
		if (!(signal instanceof Signal.Write write)) {
			return signal;
		}
		boolean next = this.events++ == this.fault.after();
		String frame = write.text();
		return switch (this.fault.kind()) {
			case CUT_WITHIN -> next ? cutWithin(frame) : write;
			case MALFORMED -> next ? new Signal.Write(frame.substring(0, frame.length() / 2) + "\n\n") : write;
			case NO_SPACES ->
				new Signal.Write(frame.replaceFirst("^event: ", "event:").replaceFirst("(^|\n)data: ", "$1data:"));
			case COMMENTS -> new Signal.Write(": keep-alive\n\n" + frame);
			case UNKNOWN_EVENTS -> new Signal.Write(event("simulator.unknown", unknown()).frame() + frame);
			case NULL_IDS -> new Signal.Write(withoutId(frame));
			default -> write;
		};
	}

	private Signal cutWithin(String frame) {
		this.stream.left();
		this.last = new Signal.Break();
		return new Signal.Write(frame.substring(0, frame.length() / 2));
	}

	private StreamEvent event(String name, ObjectNode data) {
		StreamEvent own = this.fault.event();
		return (own != null) ? own : new StreamEvent(name, SimulatorJson.write(data), false);
	}

	/**
	 * OpenAPI document, ErrorEvent and ResponseErrorEvent.
	 */
	private ObjectNode error() {
		ObjectNode error = SimulatorJson.object()
			.put("type", this.assistants ? "server_error" : "error")
			.put("code", "server_error")
			.put("message", "The server had an error while processing your request. Sorry about that!")
			.putNull("param");
		return this.assistants ? error : error.put("sequence_number", this.events);
	}

	private static ObjectNode unknown() {
		return SimulatorJson.object().put("type", "simulator.unknown").put("note", "Nobody knows this event");
	}

	private String withoutId(String frame) {
		int data = frame.indexOf("data: ") + "data: ".length();
		if (!frame.contains(".delta") || !(SimulatorJson.read(frame.substring(data)) instanceof ObjectNode json)) {
			return frame;
		}
		boolean delta = frame.startsWith("event: ") ? frame.substring(0, frame.indexOf('\n')).endsWith(".delta")
				: json.path("type").asString("").endsWith(".delta");
		if (!delta) {
			return frame;
		}
		json.putNull(this.assistants ? "id" : "item_id");
		return frame.substring(0, data) + SimulatorJson.write(json) + "\n\n";
	}

}
