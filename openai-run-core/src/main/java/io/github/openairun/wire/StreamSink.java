package io.github.openairun.wire;

import tools.jackson.databind.JsonNode;

/**
 * Receives the meaning of the events of a server.
 *
 * @since 0.1.0
 */
public interface StreamSink {

	/**
	 * Emit an event to the subscriber.
	 * @param event the event
	 */
	void emit(RunEvent event);

	/**
	 * Run work that may block, on another thread. No other event is read before it has
	 * returned, and the subscriber receives its events in order. It must be the last call
	 * for an event of the server.
	 * @param work the work
	 */
	void blocking(Runnable work);

	/**
	 * End the stream: no further event is about the run.
	 */
	void complete();

	/**
	 * End the stream, and close it although the server may send further events.
	 */
	void abandon();

	/**
	 * End the stream with an error of the server.
	 * @param error the error object, possibly empty
	 */
	void fail(JsonNode error);

}
