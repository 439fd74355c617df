package io.github.openairun.wire;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Run;
import io.github.openairun.ToolOutput;

/**
 * The part of a {@link RunGateway} that streams runs.
 * <p>
 * Each publisher accepts one subscriber and sends its request when it is subscribed to.
 * It reads at most a few buffers more from the connection than
 * {@link java.util.concurrent.Flow.Subscription#request} has requested; cancelling the
 * subscription closes the stream and does not cancel the run. Subscribing may block until
 * there is an API key and until the server has answered what must be known before the
 * request. The request itself blocks only if the streams are {@linkplain #blocking()
 * blocking} or the RestClient has interceptors, which receive the response. A stream
 * completes when the server ends it, whether the run has ended or waits for tool outputs;
 * the last {@link RunEvent.Snapshot Snapshot} shows which.
 * <p>
 * Errors are those of the same operation of {@link RunGateway#forDrive()}. A request that
 * must not be repeated and whose stream breaks or ends before its first
 * {@link RunEvent.Snapshot Snapshot} ends in
 * {@link io.github.openairun.RunOutcomeUnknownException}; a stream that breaks or falls
 * silent later ends in {@link io.github.openairun.ApiConnectionException}, and one with
 * an error event in an {@link io.github.openairun.ApiException}. Signals arrive one after
 * the other, on threads that a subscriber must not block. A {@link RunEventSubscriber}
 * also receives the pauses between them, and provides the threads for work that may
 * block.
 *
 * @since 0.1.0
 */
public interface RunStreams {

	/**
	 * Create a run and stream it.
	 * @param creation the run to create
	 * @return the run's events; the first one is a {@link RunEvent.Snapshot Snapshot}
	 */
	Flow.Publisher<RunEvent> create(RunCreation creation);

	/**
	 * Submit the outputs of all pending calls and stream the run.
	 * @param run the run that waits for them
	 * @param outputs exactly one output for each pending call; the caller has checked it
	 * @return the run's events; the first one is a {@link RunEvent.Snapshot Snapshot}
	 */
	Flow.Publisher<RunEvent> submitToolOutputs(Run run, List<ToolOutput> outputs);

	/**
	 * Resume the stream of a run after it broke.
	 * @param run the newest snapshot of the stream
	 * @param after the newest {@link RunEvent#sequence()} of the stream
	 * @return the events behind that one, or {@code null} if the run has no stream that
	 * can be resumed
	 */
	Flow.@Nullable Publisher<RunEvent> resume(Run run, long after);

	/**
	 * Obtain a response that a run still waits for, because nobody receives it any more.
	 * @param run the newest snapshot of the run
	 * @return the run's events, without text deltas, or {@code null} if there is nothing
	 * to obtain but the run's state
	 */
	default Flow.@Nullable Publisher<RunEvent> obtain(Run run) {
		return null;
	}

	/**
	 * Return the same operations without text deltas: the server is not asked to stream.
	 * @return the operations, or {@code null} if the wire polls instead
	 */
	default @Nullable RunStreams withoutDeltas() {
		return null;
	}

	/**
	 * Return whether nothing is left of an operation whose stream is closed before its
	 * first {@link RunEvent.Snapshot Snapshot}.
	 * @return whether closing it is enough to cancel it
	 */
	default boolean endsWhenClosed() {
		return false;
	}

	/**
	 * Return the same streams with another limit for the beginning of the response. A
	 * stream whose response begins later fails.
	 * @param timeout the longest time, if it is shorter than that of the transport
	 * @return the streams
	 */
	RunStreams withResponseTimeout(Duration timeout);

	/**
	 * Return the same streams for callers that wait anyway: subscribing blocks until the
	 * response begins, which saves a change of threads. If the thread is interrupted
	 * meanwhile, the stream fails and the thread stays interrupted.
	 * @return the streams
	 */
	RunStreams blocking();

}
