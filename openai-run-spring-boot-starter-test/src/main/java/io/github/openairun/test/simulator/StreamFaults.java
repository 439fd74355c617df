package io.github.openairun.test.simulator;

import org.springframework.util.Assert;

/**
 * Faults of streams. The server has always acted: the run or response exists, and goes on
 * by itself unless the method says otherwise. Events are counted as they are sent,
 * {@code done} included; {@link Exchange#eventNames()} of an undisturbed stream says how
 * many there are. A fault behind the last event does nothing. Requests that want no
 * stream do not meet these faults.
 *
 * @since 0.1.0
 */
public final class StreamFaults {

	private StreamFaults() {
	}

	/**
	 * The connection breaks. A response that is not in the background is cancelled, as if
	 * its client had left, see {@link Variant#LEFT_RESPONSES_GO_ON}.
	 * @param events the number of events before, or 0 for none but the headers
	 * @return the fault
	 */
	public static Fault cutAfter(int events) {
		return fault("cut after event " + events, StreamFault.Kind.CUT, events);
	}

	/**
	 * Nothing more comes, and the connection stays open until the client leaves or the
	 * simulator is closed.
	 * @param events the number of events before
	 * @return the fault
	 */
	public static Fault stallAfter(int events) {
		return fault("stalled after event " + events, StreamFault.Kind.STALL, events);
	}

	/**
	 * The stream ends properly, but too early.
	 * @param events the number of events before
	 * @return the fault
	 */
	public static Fault endAfter(int events) {
		return fault("ended after event " + events, StreamFault.Kind.END, events);
	}

	/**
	 * An {@code error} event of the wire's own shape comes, and the stream ends.
	 * @param events the number of events before
	 * @return the fault
	 */
	public static Fault errorAfter(int events) {
		return fault("error event after event " + events, StreamFault.Kind.ERROR, events);
	}

	/**
	 * An {@code error} event of any shape comes, and the stream ends.
	 * @param events the number of events before
	 * @param data the event's data, JSON or not, in one line
	 * @return the fault
	 */
	public static Fault errorAfter(int events, String data) {
		return fault("odd error event after event " + events, StreamFault.Kind.ERROR, events,
				new StreamEvent("error", checked(data), false));
	}

	/**
	 * An event comes that does not belong there, and then all others.
	 * @param events the number of events before, such as 0 for an event before the one
	 * that tells of the creation
	 * @param name the event's name
	 * @param data the event's data, JSON or not, in one line
	 * @return the fault
	 */
	public static Fault extraEventAfter(int events, String name, String data) {
		Assert.hasText(name, "'name' must not be empty");
		return fault(name + " after event " + events, StreamFault.Kind.EXTRA, events,
				new StreamEvent(name, checked(data), false));
	}

	/**
	 * An event of an unknown type comes before each event.
	 * @return the fault
	 */
	public static Fault unknownEvents() {
		return fault("unknown events", StreamFault.Kind.UNKNOWN_EVENTS, 0);
	}

	/**
	 * A comment comes before each event, as servers send it to keep a connection open.
	 * @return the fault
	 */
	public static Fault comments() {
		return fault("comments", StreamFault.Kind.COMMENTS, 0);
	}

	/**
	 * Frames have no space after their colons.
	 * @return the fault
	 */
	public static Fault framesWithoutSpaces() {
		return fault("frames without spaces", StreamFault.Kind.NO_SPACES, 0);
	}

	/**
	 * The id of each delta is null: {@code id} on wire {@link Wire#ASSISTANTS},
	 * {@code item_id} on wire {@link Wire#RESPONSES}.
	 * @return the fault
	 */
	public static Fault nullDeltaIds() {
		return fault("deltas without ids", StreamFault.Kind.NULL_IDS, 0);
	}

	private static Fault fault(String name, StreamFault.Kind kind, int events) {
		Assert.isTrue(events >= 0, "'events' must not be negative");
		return Fault.ofStream(name, new StreamFault(kind, events, null));
	}

	private static Fault fault(String name, StreamFault.Kind kind, int events, StreamEvent event) {
		Assert.isTrue(events >= 0, "'events' must not be negative");
		return Fault.ofStream(name, new StreamFault(kind, events, event));
	}

	private static String checked(String data) {
		Assert.notNull(data, "'data' must not be null");
		Assert.isTrue(data.indexOf('\n') < 0, "'data' must be one line");
		return data;
	}

}
