package io.github.openairun.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

	private final Executor nestedExecutor;

	private final TaskScheduler scheduler;

	private final int maxConcurrency;

	private final int maxConcurrencyPerRun;

	/**
	 * The limits by the depth of calls, so that inner calls never wait for outer ones.
	 */
	private final Map<Integer, ConcurrencyLimiter> limitersByDepth = new ConcurrentHashMap<>();

	private final Duration timeout;

	private final Set<ToolInvocation> invocations = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	InvocationDispatcher(ToolExecutorBuilder builder, ToolErrorMapper errors, TaskScheduler scheduler) {
		this.invoker = new ToolInvoker(builder);
		this.errors = errors;
		this.executor = builder.executor;
		this.nestedExecutor = builder.nestedExecutor;
		this.scheduler = scheduler;
		this.maxConcurrency = builder.maxConcurrency;
		this.maxConcurrencyPerRun = builder.maxConcurrencyPerRun;
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

	/** Return the executor for calls of a batch. */
	Executor executor(ToolBatch batch) {
		return (batch.context().depth() == 0) ? this.executor : this.nestedExecutor;
	}

	ConcurrencyLimiter.Permit permit(ToolBatch batch, Runnable granted) {
		return this.limitersByDepth
			.computeIfAbsent(batch.context().depth(),
					(depth) -> new ConcurrencyLimiter(this.maxConcurrency, this.maxConcurrencyPerRun))
			.permit(batch.run().id(), granted);
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

	/** Remove an invocation whose thread is free again, or that needs none any more. */
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
		return this.limitersByDepth.values().stream().mapToInt(ConcurrencyLimiter::runs).sum();
	}

	/** Abandon all invocations. */
	@Override
	public void close() {
		this.closed = true;
		this.invocations.forEach((invocation) -> invocation.abandon(SHUT_DOWN));
	}

}
