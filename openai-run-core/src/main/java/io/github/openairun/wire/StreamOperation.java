package io.github.openairun.wire;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunException;

/**
 * What a wire has to say about one stream: what to send, and how to read the answer. An
 * operation is used for one stream and by one thread at a time.
 */
public interface StreamOperation {

	/**
	 * Do what comes before the request, and make it. Called by the thread that
	 * subscribes; may block.
	 * @return the request, which asks for a stream
	 */
	WireRequest open();

	/**
	 * Read what the server has pushed. Must not block, except in
	 * {@link StreamSink#blocking}; events that are not known are passed over.
	 * @param event the event
	 * @param sink takes what the event means
	 */
	void read(ServerEvent event, StreamSink sink);

	/**
	 * Decide about a stream that has failed before its first {@link RunEvent.Snapshot
	 * Snapshot}. May block.
	 * @param failure what has happened
	 * @param sink takes what there is to tell instead
	 * @return the request to send instead, or {@code null} if the sink was told that the
	 * stream is complete
	 * @throws RunException what the stream ends in
	 */
	default @Nullable WireRequest failed(RunException failure, StreamSink sink) {
		throw failure;
	}

}
