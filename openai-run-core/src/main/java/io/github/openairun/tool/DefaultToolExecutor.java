package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.RunInterruptedException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolCallFailedException;
import io.github.openairun.ToolOutput;
import io.github.openairun.observation.RunObservations;

/**
 * Answers the calls of a batch on threads of its own, so that no handler can hold up the
 * drive of a run for longer than its time-out.
 */
final class DefaultToolExecutor implements ToolExecutor, AutoCloseable {

	private static final Log logger = LogFactory.getLog(DefaultToolExecutor.class);

	private final DefaultToolRegistry registry;

	private final CallAnswerer answerer;

	private final CallDispatcher dispatcher;

	private final OutputLimiter outputSizes;

	private final ContextCarrier carrier;

	private final RunObservations observations;

	private final Runnable release;

	DefaultToolExecutor(ToolExecutorBuilder builder) {
		this.registry = builder.registry;
		this.answerer = new CallAnswerer(builder);
		this.dispatcher = new CallDispatcher(builder, this.answerer);
		this.outputSizes = new OutputLimiter(builder.maxOutputSize, builder.maxTotalOutputSize);
		this.carrier = new ContextCarriers(builder.carriers);
		this.observations = builder.observations;
		this.release = builder.release;
	}

	@Override
	public ContextCarrier.Captured capture() {
		return this.carrier.capture();
	}

	@Override
	public List<ToolOutput> execute(ToolBatch batch) {
		Assert.notNull(batch, "'batch' must not be null");
		ToolOutput direct = (batch.calls().size() == 1) ? executeHere(batch, batch.calls().get(0)) : null;
		if (direct != null) {
			return List.of(direct);
		}
		ToolRound round = round(batch);
		CompletableFuture<List<ToolOutput>> outputs = round.answer().thenApply((outcomes) -> outputs(batch, outcomes));
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return outputs.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
					round.giveUp("the thread that drives the run was interrupted");
				}
			}
		}
		catch (ExecutionException ex) {
			throw unwrapped(ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static RuntimeException unwrapped(ExecutionException ex) {
		if (ex.getCause() instanceof Error error) {
			throw error;
		}
		return (ex.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(ex.getCause());
	}

	@Override
	public CompletableFuture<List<ToolOutput>> executeAsync(ToolBatch batch) {
		Assert.notNull(batch, "'batch' must not be null");
		ToolRound round = round(batch);
		CompletableFuture<List<ToolOutput>> outputs = round.answer().thenApply((outcomes) -> outputs(batch, outcomes));
		outputs.whenComplete((result, error) -> {
			if (outputs.isCancelled()) {
				round.giveUp("the drive of the run has stopped");
			}
		});
		return outputs;
	}

	private ToolRound round(ToolBatch batch) {
		return new ToolRound(batch, this.registry, this.answerer, this.dispatcher,
				new ToolRound.Events((call) -> tellStarted(batch, call),
						(answered) -> tellFinished(batch, answered.call(), answered.outcome(),
								this.outputSizes.limit(answered.outcome().text())),
						new CallObservation.OfBatch(this.observations, batch)));
	}

	private List<ToolOutput> outputs(ToolBatch batch, List<Outcome> outcomes) {
		if (this.dispatcher.isClosed()) {
			throw new RunInterruptedException(batch.run(), "was ended by the shutdown of the application");
		}
		stopIfAsked(batch, outcomes);
		List<String> texts = this.outputSizes.limit(outcomes.stream().map(Outcome::text).toList());
		List<ToolOutput> outputs = new ArrayList<>(texts.size());
		for (int i = 0; i < texts.size(); i++) {
			outputs.add(new ToolOutput(batch.calls().get(i).id(), texts.get(i)));
		}
		return outputs;
	}

	/**
	 * Answer a call on the current thread, if nothing limits its time: whoever waits for
	 * as long as it takes need not have another thread wait.
	 */
	private @Nullable ToolOutput executeHere(ToolBatch batch, ToolCall call) {
		RegisteredTool tool = batch.offered().contains(call.name()) ? this.registry.handler(call.name()) : null;
		if (tool == null || this.dispatcher.isClosed() || this.dispatcher.timeout(tool, batch) != null
				|| !batch.situation().restrictions().refusals().isEmpty() || !this.dispatcher.gate().tryEnter()) {
			return null;
		}
		try {
			tellStarted(batch, call);
			Outcome outcome = answer(tool, batch, call);
			ToolOutput output = tellFinished(batch, call, outcome, this.outputSizes.limitOnly(outcome.text()));
			if (outcome.decision() != null) {
				stopIfAsked(batch, List.of(outcome));
			}
			return output;
		}
		finally {
			this.dispatcher.gate().leave();
		}
	}

	private Outcome answer(RegisteredTool tool, ToolBatch batch, ToolCall call) {
		CallObservation observation = new CallObservation.OfBatch(this.observations, batch).begin(call, true);
		try {
			Outcome outcome = answer(tool, batch, call, observation);
			observation.end(outcome, null);
			return outcome;
		}
		catch (Error ex) {
			observation.end(null, ex);
			throw ex;
		}
	}

	private Outcome answer(RegisteredTool tool, ToolBatch batch, ToolCall call, CallObservation observation) {
		try {
			return Outcome.success(this.answerer.answer(tool, batch, call, observation));
		}
		catch (Throwable ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			return this.answerer.failed(call, ex);
		}
	}

	private static void stopIfAsked(ToolBatch batch, List<Outcome> outcomes) {
		for (int i = 0; i < outcomes.size(); i++) {
			ToolErrorDecision decision = outcomes.get(i).decision();
			Throwable error = outcomes.get(i).error();
			if (decision != null && error != null && decision.action() != ToolErrorDecision.Action.TELL_MODEL) {
				throw new ToolCallFailedException(batch.run(), batch.calls().get(i),
						decision.action() == ToolErrorDecision.Action.CANCEL, error);
			}
		}
	}

	private static void tellStarted(ToolBatch batch, ToolCall call) {
		tell(() -> batch.listener().toolCallStarted(batch.run(), call));
	}

	private static ToolOutput tellFinished(ToolBatch batch, ToolCall call, Outcome outcome, String text) {
		ToolOutput output = new ToolOutput(call.id(), text);
		tell(() -> batch.listener().toolCallFinished(batch.run(), call, output, outcome.kind()));
		return output;
	}

	private static void tell(Runnable event) {
		try {
			event.run();
		}
		catch (Throwable ex) {
			Throwables.rethrowIfFatal(ex);
			logger.warn("A run listener failed", ex);
		}
	}

	/** For tests. */
	CallDispatcher dispatcher() {
		return this.dispatcher;
	}

	/** Give up all calls and let go of all threads. */
	@Override
	public void close() {
		this.dispatcher.close();
		this.release.run();
	}

}
