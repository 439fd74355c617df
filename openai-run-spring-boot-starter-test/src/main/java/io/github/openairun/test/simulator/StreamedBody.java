package io.github.openairun.test.simulator;

import java.time.Duration;

/**
 * The body of a streamed answer, which its host pulls.
 */
interface StreamedBody {

	/**
	 * Returns what to do next.
	 */
	Signal next();

	/**
	 * The client has left, or the connection is broken.
	 */
	void left();

	/**
	 * Sets what is told when there may be something before the time to wait is over.
	 * @param listener the listener, which must not block
	 */
	void onChange(Runnable listener);

	/**
	 * Returns what has been sent so far.
	 */
	String sent();

	/**
	 * What a host is to do.
	 */
	sealed interface Signal {

		/**
		 * Write a text and send it at once.
		 */
		record Write(String text) implements Signal {

		}

		/**
		 * Ask again after a time, or when told.
		 */
		record Later(Duration time) implements Signal {

		}

		/**
		 * End the answer.
		 */
		record Finish() implements Signal {

		}

		/**
		 * Close the connection without ending the answer.
		 */
		record Break() implements Signal {

		}

		/**
		 * Do nothing more, and leave the connection open.
		 */
		record Silence() implements Signal {

		}

	}

}
