package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.support.AsyncFailure;
import io.github.openairun.support.SerialExecutor;

/**
 * Executes the calls of one batch, in parallel or one after the other. No thread waits
 * for a result; the thread that completes an invocation continues the round.
 */
final class ToolRound {

	private static final String FATAL = "another call of the round hit an error that ends the drive";

	private final ToolBatch batch;

	private final DefaultToolRegistry registry;

	private final InvocationDispatcher dispatcher;

	private final CallObservation.OfBatch observations;

	private final BiConsumer<ToolCall, ToolCallResult> listener;

	private final CompletableFuture<List<ToolCallResult>> outcome = new CompletableFuture<>();

	private final SerialExecutor serial = SerialExecutor.onCallingThread();

	private final List<ToolInvocation> invocations = new ArrayList<>();

	private final List<ToolCallResult> results = new ArrayList<>();

	private boolean lastIsExclusive;

	private @Nullable String abandoned;

	/**
	 * Create a round.
	 * @param batch the calls
	 * @param registry finds the tools
	 * @param dispatcher dispatches the invocations
	 * @param observations starts the observations of the calls
	 * @param listener receives the results in the order of the calls
	 */
	ToolRound(ToolBatch batch, DefaultToolRegistry registry, InvocationDispatcher dispatcher,
			CallObservation.OfBatch observations, BiConsumer<ToolCall, ToolCallResult> listener) {
		this.batch = batch;
		this.registry = registry;
		this.dispatcher = dispatcher;
		this.observations = observations;
		this.listener = listener;
	}

	/**
	 * Start the round.
	 * @return the results in the order of the calls, or an error that ends the drive
	 */
	CompletableFuture<List<ToolCallResult>> start() {
		this.serial.execute(this::proceed);
		return this.outcome;
	}

	/**
	 * Abandon all calls that have no result yet.
	 * @param reason why their outputs will not be submitted, for the log
	 */
	void abandon(String reason) {
		this.serial.execute(() -> {
			abandonAll(reason);
			proceed();
		});
	}

	private void abandonAll(String reason) {
		this.abandoned = reason;
		for (ToolInvocation invocation : this.invocations) {
			invocation.abandon(reason);
		}
	}

	private void proceed() {
		try {
			while (!this.outcome.isDone() && (startNext() || collect())) {
				// Calls that may start do so before any listener is called.
			}
		}
		catch (Throwable ex) {
			abandonAll(FATAL);
			this.outcome.completeExceptionally(AsyncFailure.cause(ex));
		}
	}

	/**
	 * Start the next call.
	 * @return whether there was one that may start now
	 */
	private boolean startNext() {
		List<ToolCall> calls = this.batch.calls();
		if (this.invocations.size() == calls.size()) {
			return false;
		}
		ToolCall call = calls.get(this.invocations.size());
		RegisteredTool tool = this.batch.offered().contains(call.name()) ? this.registry.handler(call.name()) : null;
		ToolInvocation invocation = new ToolInvocation(this.dispatcher, this.batch, call, tool);
		boolean othersAreAtWork = this.results.size() < this.invocations.size();
		if ((invocation.isExclusive() || this.lastIsExclusive) && othersAreAtWork) {
			return false;
		}
		this.invocations.add(invocation);
		this.lastIsExclusive = invocation.isExclusive();
		if (this.abandoned == null) {
			invocation.start(this.observations);
		}
		else {
			invocation.skip();
		}
		invocation.result().whenComplete((result, error) -> this.serial.execute(this::proceed));
		return true;
	}

	/**
	 * Take the next results in the order of the calls.
	 * @return whether there were any
	 */
	private boolean collect() {
		int before = this.results.size();
		while (this.results.size() < this.invocations.size()) {
			ToolInvocation invocation = this.invocations.get(this.results.size());
			if (!invocation.result().isDone()) {
				break;
			}
			ToolCallResult result = invocation.result().join();
			this.results.add(result);
			if (invocation.isStarted()) {
				this.listener.accept(invocation.call(), result);
			}
		}
		if (this.results.size() == this.batch.calls().size()) {
			this.outcome.complete(List.copyOf(this.results));
		}
		return this.results.size() > before;
	}

}
