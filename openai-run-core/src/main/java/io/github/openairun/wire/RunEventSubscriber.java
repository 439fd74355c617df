package io.github.openairun.wire;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * A subscriber that also receives the pauses of a stream, so that it can process events
 * in batches, and that provides the threads for work of the stream that may block.
 *
 * @since 0.1.0
 */
public interface RunEventSubscriber extends Flow.Subscriber<RunEvent> {

	/**
	 * The stream has no further event for now. Called like {@code onNext}: one call at a
	 * time, and it must not block. It is called before the first event, too.
	 */
	void onPause();

	/**
	 * Return the executor for work of the stream that may block, such as storing which
	 * response a run has reached. The stream reads no event before the work has returned.
	 * @return the executor; it must not run the work on the thread that submits it
	 */
	Executor blockingExecutor();

}
