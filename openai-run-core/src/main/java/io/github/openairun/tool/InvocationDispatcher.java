package io.github.openairun.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;

/**
 * Dispatches invocations to the threads of handlers, as many at a time as the limits
 * allow.
 */
final class InvocationDispatcher implements AutoCloseable {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

	private static final String SHUT_DOWN = "the application shuts down";

	private final ToolInvoker invoker;

	private final ToolErrorMapper errors;

	private final Executor executor;

	private final TaskScheduler scheduler;

	private final ConcurrencyLimiter limiter;

	private final Duration timeout;

	private final Set<ToolInvocation> invocations = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	InvocationDispatcher(ToolExecutorBuilder builder, ToolErrorMapper errors, TaskScheduler scheduler) {
		this.invoker = new ToolInvoker(builder);
		this.errors = errors;
		this.executor = builder.executor;
		this.scheduler = scheduler;
		this.limiter = new ConcurrencyLimiter(builder.maxConcurrency, builder.maxConcurrencyPerRun);
		this.timeout = builder.timeout;
	}

	ToolInvoker invoker() {
		return this.invoker;
	}

	ToolErrorMapper errors() {
		return this.errors;
	}

	TaskScheduler scheduler() {
		return this.scheduler;
	}

	Executor executor() {
		return this.executor;
	}

	ConcurrencyLimiter.Permit permit(String runId, Runnable granted) {
		return this.limiter.permit(runId, granted);
	}

	/**
	 * Return how long a call may take: no longer than the drive may.
	 * @return the timeout, or {@code null} if there is none
	 */
	@Nullable Duration timeout(RegisteredTool tool, ToolBatch batch) {
		Duration own = (tool.settings().timeout() != null) ? tool.settings().timeout() : this.timeout;
		Duration limit = own.isZero() ? null : own;
		Instant deadline = batch.context().deadline();
		if (deadline == null) {
			return limit;
		}
		Duration left = Duration.between(this.scheduler.getClock().instant(), deadline);
		Duration positive = (left.compareTo(SHORTEST_TIMEOUT) < 0) ? SHORTEST_TIMEOUT : left;
		return (limit == null || positive.compareTo(limit) < 0) ? positive : limit;
	}

	/** Start an invocation, whose timeout begins now. */
	void dispatch(ToolInvocation invocation) {
		if (!this.closed) {
			this.invocations.add(invocation);
			request(invocation);
		}
		if (this.closed) {
			invocation.abandon(SHUT_DOWN);
		}
	}

	private void request(ToolInvocation invocation) {
		try {
			invocation.requestThread();
		}
		catch (TaskRejectedException ex) {
			// The scheduler is closed just after this dispatcher.
			if (!this.closed) {
				throw ex;
			}
		}
	}

	/** The thread of an invocation is free again, or it needs none any more. */
	void ended(ToolInvocation invocation) {
		this.invocations.remove(invocation);
	}

	boolean isClosed() {
		return this.closed;
	}

	/** Return how many invocations wait for a thread or have not left it. */
	int pending() {
		return this.invocations.size();
	}

	/** Return how many runs have pending invocations. */
	int runs() {
		return this.limiter.runs();
	}

	/** Abandon all invocations. */
	@Override
	public void close() {
		this.closed = true;
		this.invocations.forEach((invocation) -> invocation.abandon(SHUT_DOWN));
	}

}
