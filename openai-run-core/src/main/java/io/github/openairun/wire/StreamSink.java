package io.github.openairun.wire;

import tools.jackson.databind.JsonNode;

/**
 * Takes what the events of a server mean.
 */
public interface StreamSink {

	/**
	 * Pass an event on.
	 * @param event the event
	 */
	void emit(RunEvent event);

	/**
	 * Do something that may block. Nothing else is read before it has returned, and what
	 * it emits is passed on in its place. It is the last thing to do with an event of the
	 * server.
	 * @param work what to do
	 */
	void blocking(Runnable work);

	/**
	 * End the stream: the server has nothing more to say about the run.
	 */
	void complete();

	/**
	 * End the stream, and close it although the server may have more to say.
	 */
	void abandon();

	/**
	 * End the stream with an error that the server has pushed.
	 * @param error the error object, possibly empty
	 */
	void fail(JsonNode error);

}
