package io.github.openairun.wire;

import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * A subscriber that says more of itself to a stream than others do.
 */
public interface RunEventSubscriber extends Flow.Subscriber<RunEvent> {

	/**
	 * Return how long the thread that subscribes may be kept until the server begins to
	 * answer. A thread that would wait anyway saves the client a hand-over to another. If
	 * it is interrupted meanwhile the stream fails, and the thread stays interrupted.
	 * @return the longest time; zero, the default, if the thread must not wait
	 */
	default Duration patience() {
		return Duration.ZERO;
	}

	/**
	 * The stream has nothing more for now, so that what came together can be taken
	 * together. Called as {@code onNext} is: one call at a time, and it must not block. A
	 * stream that knows this tells it before the first event, too.
	 */
	void onPause();

}
