package io.github.openairun.wire;

import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * A subscriber that says more of itself to a stream than others do.
 */
public interface RunEventSubscriber extends Flow.Subscriber<RunEvent> {

	/**
	 * Return how long the server may take to begin its answer.
	 * @return the longest time, if that is less than the transport allows; zero, the
	 * default, for as long as the transport allows
	 */
	default Duration patience() {
		return Duration.ZERO;
	}

	/**
	 * Return whether the thread that subscribes may be kept until the server begins its
	 * answer. A thread that would wait anyway saves the client a hand-over to another. If
	 * it is interrupted meanwhile the stream fails, and the thread stays interrupted.
	 * @return whether it may be kept, which by default it must not
	 */
	default boolean keepsThread() {
		return false;
	}

	/**
	 * The stream has nothing more for now, so that what came together can be taken
	 * together. Called as {@code onNext} is: one call at a time, and it must not block. A
	 * stream that knows this tells it before the first event, too.
	 */
	void onPause();

}
