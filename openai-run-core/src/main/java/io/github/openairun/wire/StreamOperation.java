package io.github.openairun.wire;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunException;

/**
 * One streamed operation of a wire: its request, and the meaning of the events of the
 * response. An operation is used for one stream, by one thread at a time.
 *
 * @since 0.1.0
 */
public interface StreamOperation {

	/**
	 * Prepare and create the request. Called by the thread that subscribes; may block.
	 * @return the request, which requests a stream
	 */
	WireRequest open();

	/**
	 * Read an event of the server. Must not block, except in {@link StreamSink#blocking};
	 * unknown events are ignored.
	 * @param event the event
	 * @param sink receives the meaning of the event
	 */
	void read(ServerEvent event, StreamSink sink);

	/**
	 * Decide how to go on with a stream that has failed before its first
	 * {@link RunEvent.Snapshot Snapshot}. May block.
	 * @param failure the failure
	 * @param sink receives events in the place of those that the stream would have had
	 * @return the request to send instead, or {@code null} if the stream is complete with
	 * the events of the sink
	 * @throws RunException the failure with which the stream ends
	 */
	default @Nullable WireRequest failed(RunException failure, StreamSink sink) {
		throw failure;
	}

	/**
	 * Take note that nobody waits any more for a stream which had no
	 * {@link RunEvent.Snapshot Snapshot} yet. May block.
	 */
	default void abandoned() {
	}

}
