package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.RunInterruptedException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolCallFailedException;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolRegistration;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.support.LogText;

/**
 * Executes calls on the threads of handlers, so that no handler blocks the drive of a run
 * for longer than its timeout.
 */
final class DefaultToolExecutor implements ToolExecutor, AutoCloseable {

	private static final Log logger = LogFactory.getLog(DefaultToolExecutor.class);

	private final DefaultToolRegistry registry;

	private final InvocationDispatcher dispatcher;

	private final OutputLimiter outputSizes;

	private final ContextPropagator propagator;

	private final RunObservations observations;

	private final Runnable release;

	DefaultToolExecutor(ToolExecutorBuilder builder, InvocationDispatcher dispatcher, Runnable release) {
		this.registry = builder.registry;
		this.dispatcher = dispatcher;
		this.outputSizes = new OutputLimiter(builder.maxOutputSize, builder.maxTotalOutputSize);
		this.propagator = new CompositeContextPropagator(builder.propagators);
		this.observations = builder.observations;
		this.release = release;
	}

	@Override
	public ContextPropagator.Snapshot capture() {
		return this.propagator.capture();
	}

	@Override
	public CompletableFuture<List<ToolOutput>> execute(ToolBatch batch) {
		Assert.notNull(batch, "'batch' must not be null");
		ToolRound round = new ToolRound(batch, this.registry, this.dispatcher,
				new CallObservation.OfBatch(this.observations, batch),
				(call, result) -> notifyListener(batch, call, result));
		CompletableFuture<List<ToolOutput>> outputs = round.start().thenApply((results) -> outputs(batch, results));
		outputs.whenComplete((result, error) -> {
			if (outputs.isCancelled()) {
				round.abandon("the drive of the run has stopped");
			}
		});
		return outputs;
	}

	@Override
	public List<CallPreview> preview(ToolBatch batch) {
		Assert.notNull(batch, "'batch' must not be null");
		return batch.calls().stream().map((call) -> preview(batch, call)).toList();
	}

	private CallPreview preview(ToolBatch batch, ToolCall call) {
		RegisteredTool tool = batch.offered().contains(call.name()) ? this.registry.handler(call.name()) : null;
		if (tool == null || batch.context().refusals().containsKey(call.id())) {
			return CallPreview.ofError(call, "There is no such tool, or it may not be called");
		}
		try {
			return preview(batch, call, tool, null, tool.bind(batch.context().decisions().effective(call)));
		}
		catch (Throwable ex) {
			ToolErrorMapper.rethrowIfFatal(ex);
			logger.debug("No handler would be called for call '" + LogText.of(call.id()) + "' of tool '"
					+ LogText.of(call.name()) + "'", ex);
			return preview(batch, call, tool, (ex instanceof InvalidArgumentsException)
					? String.valueOf(ex.getMessage()) : "The arguments could not be bound", Map.of());
		}
	}

	private static CallPreview preview(ToolBatch batch, ToolCall call, RegisteredTool tool, @Nullable String problem,
			Map<String, @Nullable Object> arguments) {
		ToolRegistration.Execution settings = tool.settings();
		return new CallPreview(call, problem, arguments, settings.group(), settings.approval(),
				!(settings.parallel() && batch.context().isParallel()), tool.isDeferred());
	}

	private List<ToolOutput> outputs(ToolBatch batch, List<ToolCallResult> results) {
		if (this.dispatcher.isClosed()) {
			throw new RunInterruptedException(batch.run(), "was ended by the shutdown of the application");
		}
		List<String> texts = new ArrayList<>(results.size());
		for (int i = 0; i < results.size(); i++) {
			requireRunContinues(batch, batch.calls().get(i), results.get(i));
			texts.add(results.get(i).text());
		}
		return limited(batch.calls().stream().map(ToolCall::id).toList(), texts);
	}

	@Override
	public List<ToolOutput> limit(List<ToolOutput> outputs) {
		List<ToolOutput> limited = limited(outputs.stream().map(ToolOutput::callId).toList(),
				outputs.stream().map(ToolOutput::output).toList());
		List<ToolOutput> answers = new ArrayList<>(limited.size());
		for (int i = 0; i < limited.size(); i++) {
			ToolOutput output = limited.get(i);
			answers.add(new ToolOutput(output.callId(), output.output(), outputs.get(i).approved()));
		}
		return answers;
	}

	private List<ToolOutput> limited(List<String> callIds, List<String> texts) {
		List<String> limited = this.outputSizes.limit(texts);
		List<ToolOutput> outputs = new ArrayList<>(limited.size());
		for (int i = 0; i < limited.size(); i++) {
			outputs.add(new ToolOutput(callIds.get(i), limited.get(i)));
		}
		return outputs;
	}

	private static void requireRunContinues(ToolBatch batch, ToolCall call, ToolCallResult result) {
		ToolErrorDecision decision = result.decision();
		Throwable error = result.error();
		if (decision != null && error != null && result.endsDrive()) {
			throw new ToolCallFailedException(batch.run(), call, decision.action() == ToolErrorDecision.Action.CANCEL,
					error);
		}
	}

	private void notifyListener(ToolBatch batch, ToolCall call, ToolCallResult result) {
		ToolOutput output = new ToolOutput(call.id(), this.outputSizes.limit(result.text()));
		try {
			batch.listener().outputAvailable(call, output, result.outcome());
		}
		catch (Throwable ex) {
			ToolErrorMapper.rethrowIfFatal(ex);
			logger.warn("A listener of tool outputs failed", ex);
		}
	}

	/** For tests. */
	InvocationDispatcher dispatcher() {
		return this.dispatcher;
	}

	/** Abandon all calls and release all threads. */
	@Override
	public void close() {
		this.dispatcher.close();
		this.release.run();
	}

}
