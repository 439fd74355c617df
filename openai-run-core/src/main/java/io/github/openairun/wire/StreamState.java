package io.github.openairun.wire;

/**
 * What has become of a stream for now.
 */
sealed interface StreamState {

	/** The server has pushed something. */
	record Pushed(ServerEvent event) implements StreamState {
	}

	/** The request was not answered with a stream. */
	record Failed(RuntimeException failure) implements StreamState {
	}

	/** The stream broke. */
	record Broken(Throwable cause) implements StreamState {
	}

	/** The server has ended the stream. */
	record Ended() implements StreamState {
	}

	/** There is nothing yet. */
	record Waiting() implements StreamState {
	}

}
