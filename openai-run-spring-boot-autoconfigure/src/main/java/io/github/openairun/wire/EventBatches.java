package io.github.openairun.wire;

/**
 * A subscriber of a stream that takes together what comes together. A stream that knows
 * it tells it before the first event, too.
 */
public interface EventBatches {

	/**
	 * The stream has nothing more for now. Called as {@code onNext} is: one call at a
	 * time, and it must not block.
	 */
	void onPause();

}
