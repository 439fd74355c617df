package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import tools.jackson.databind.node.ObjectNode;

/**
 * The events of a run or a response, in their order. Nothing is written down unless the
 * log has been opened, as it is for streamed ones.
 */
final class EventLog {

	private final List<StreamEvent> events = new ArrayList<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final Set<String> lastNames;

	private boolean open;

	private boolean closed;

	/**
	 * Creates a log.
	 * @param lastNames the names of events behind which a stream ends
	 */
	EventLog(Set<String> lastNames) {
		this.lastNames = lastNames;
	}

	void open() {
		this.open = true;
	}

	boolean isOpen() {
		return this.open;
	}

	/**
	 * Says that nothing will follow.
	 */
	void close() {
		this.closed = true;
		this.listeners.forEach(Runnable::run);
	}

	boolean isClosed() {
		return this.closed;
	}

	int size() {
		return this.events.size();
	}

	StreamEvent get(int position) {
		return this.events.get(position);
	}

	void add(String name, Supplier<ObjectNode> data) {
		if (this.open) {
			this.events.add(new StreamEvent(name, SimulatorJson.write(data.get()), this.lastNames.contains(name)));
			this.listeners.forEach(Runnable::run);
		}
	}

	/**
	 * Adds a listener that is told of each change. It must not block.
	 */
	void listen(Runnable listener) {
		this.listeners.add(listener);
	}

	void forget(Runnable listener) {
		this.listeners.remove(listener);
	}

}
