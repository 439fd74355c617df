package io.github.openairun.jdbc;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.github.openairun.CursorPage;
import io.github.openairun.ResumeRequest;
import io.github.openairun.RunRequest;

/**
 * Runs that outlive their process: they are recorded in the database of the application,
 * and any of its nodes executes them to their end.
 *
 * <pre class="code">
 * &#064;Transactional
 * void complaintReceived(Complaint complaint) {
 * 	this.complaints.save(complaint);
 * 	this.durableRuns.schedule(RunRequest.assistant("support").message(complaint.text()).build());
 * }
 * </pre>
 *
 * @since 0.1.0
 * @see DurableRunListener
 */
public interface DurableRuns {

	/**
	 * Schedule a run in the transaction of the caller: it is executed if and only if the
	 * transaction commits.
	 * @param request what to run; its context consists of texts, see
	 * {@link ContextRestorer}
	 * @return the scheduled run
	 * @throws IllegalArgumentException if the assistant or a tool does not exist, or the
	 * request cannot be recorded
	 */
	default DurableRun schedule(RunRequest request) {
		return schedule(request, ScheduleOptions.defaults());
	}

	/**
	 * Schedule a run in the transaction of the caller.
	 * @param request what to run; its context consists of texts, see
	 * {@link ContextRestorer}
	 * @param options when to run it, and how it is found
	 * @return the scheduled run, or the one that has the same key
	 * @throws IllegalArgumentException if the assistant or a tool does not exist, or the
	 * request cannot be recorded
	 */
	DurableRun schedule(RunRequest request, ScheduleOptions options);

	/**
	 * Let a run outlive its process that exists at the server, in the transaction of the
	 * caller.
	 * @param runId the run's id
	 * @param threadId the thread that it works on
	 * @return the scheduled run, or the durable run that it is already
	 */
	default DurableRun resume(String runId, String threadId) {
		return resume(ResumeRequest.run(runId, threadId).build(), ScheduleOptions.defaults());
	}

	/**
	 * Let a run outlive its process that exists at the server, in the transaction of the
	 * caller.
	 * @param request which run it is; its context consists of texts
	 * @param options when to resume it, and how it is found
	 * @return the scheduled run, or the one that has the same key, or the durable run
	 * that it is already and that has not ended
	 */
	DurableRun resume(ResumeRequest request, ScheduleOptions options);

	/**
	 * Find a run.
	 * @param id {@link DurableRun#id()}
	 * @return the run with its result, or {@code null} if there is none
	 */
	@Nullable DurableRun find(String id);

	/**
	 * Find the run that was scheduled with a key.
	 * @param key {@link ScheduleOptions#key()}
	 * @return the run with its result, or {@code null} if there is none
	 */
	@Nullable DurableRun findByKey(String key);

	/**
	 * List runs, those that were scheduled last first.
	 * @param query which runs
	 * @return the page; the runs on it have no results
	 */
	CursorPage<DurableRun> list(DurableRunQuery query);

	/**
	 * Cancel a run that has not ended, whichever node executes it. A run that is not
	 * created yet never is; any other is cancelled at the server, and ends when the
	 * server says so.
	 * @param id {@link DurableRun#id()}
	 * @return whether the run exists and had not ended
	 */
	boolean cancel(String id);

	/**
	 * Execute a run again that has failed, in the transaction of the caller. Calls that
	 * have an output are not executed again.
	 * @param id {@link DurableRun#id()}
	 * @return whether the run exists and had failed
	 */
	boolean retry(String id);

	/**
	 * Wait until a run has ended, for tests and tools. Listeners may receive its end a
	 * moment later, on any node.
	 * @param idOrKey {@link DurableRun#id()} or {@link ScheduleOptions#key()}
	 * @param timeout how long to wait
	 * @return the run that has ended, failed or was cancelled
	 * @throws TimeoutException if it has not ended in time, or does not exist
	 * @throws InterruptedException if the thread is interrupted
	 */
	DurableRun await(String idOrKey, Duration timeout) throws TimeoutException, InterruptedException;

}
