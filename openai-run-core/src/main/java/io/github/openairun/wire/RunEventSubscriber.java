package io.github.openairun.wire;

import java.util.concurrent.Flow;

/**
 * A subscriber that also receives the pauses of a stream, so that it can process events
 * in batches.
 */
public interface RunEventSubscriber extends Flow.Subscriber<RunEvent> {

	/**
	 * The stream has no further event for now. Called like {@code onNext}: one call at a
	 * time, and it must not block. It is called before the first event, too.
	 */
	void onPause();

}
