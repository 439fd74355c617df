package io.github.openairun.tool;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.ToolOutcome;

/**
 * Makes the answer to one call: out of the handler's result, or out of an error.
 */
final class CallAnswerer {

	private static final Log logger = LogFactory.getLog(CallAnswerer.class);

	private static final String NEUTRAL = "The tool failed with an internal error.";

	private static final String DENIED = "Access was denied: the current user may not use this tool in this way.";

	private static final int MAX_NAME = 64;

	private final DefaultToolRegistry registry;

	private final ToolResultConverter converter;

	private final ToolErrorHandler errorHandler;

	private final List<ToolInterceptor> interceptors;

	private final Supplier<String> references;

	CallAnswerer(ToolExecutorBuilder builder) {
		this.registry = builder.registry;
		this.converter = builder.converter;
		this.errorHandler = builder.errorHandler;
		this.interceptors = builder.interceptors;
		this.references = builder.references;
	}

	/**
	 * Answer a call on the current thread, with the context of the thread that started
	 * the drive.
	 * @param tool the tool
	 * @param batch the batch that has the call
	 * @param call the call
	 * @param observation observes the call
	 * @return the text for the model
	 * @throws Throwable what the handler threw, possibly wrapped
	 */
	String answer(RegisteredTool tool, ToolBatch batch, ToolCall call, CallObservation observation) throws Throwable {
		ContextCarrier.Restored context = batch.situation().context().restore();
		try (Observation.Scope scope = observation.open()) {
			return this.interceptors.isEmpty() ? invoke(tool, batch, call)
					: intercept(tool, batch, batch.contextOf(call), 0);
		}
		finally {
			context.clear();
		}
	}

	private String invoke(RegisteredTool tool, ToolBatch batch, ToolCall call) throws Throwable {
		Object result = AsyncResults.await(tool.invoke(batch, call));
		if (tool.returnsNothing()) {
			return "ok";
		}
		Type type = tool.resultType();
		return (type != null) ? this.converter.convert(result, type) : this.converter.convert(result);
	}

	private String intercept(RegisteredTool tool, ToolBatch batch, ToolContext context, int position) throws Throwable {
		if (position == this.interceptors.size()) {
			return invoke(tool, batch, context.call());
		}
		ToolInterceptor interceptor = this.interceptors.get(position);
		String text = interceptor.intercept(context, () -> intercept(tool, batch, context, position + 1));
		Assert.state(text != null, () -> interceptor.getClass().getName() + " returned no text");
		return text;
	}

	/**
	 * Answer a call of a tool that there is not, or that was not offered.
	 * @param call the call
	 * @param offered the names of the tools that may be executed
	 * @return the answer
	 */
	Outcome unknownTool(ToolCall call, Collection<String> offered) {
		List<String> names = offered.stream().filter((name) -> this.registry.find(name) != null).sorted().toList();
		logger.debug("Call '" + call.id() + "' is for tool '" + call.name() + "', which is not offered");
		if (names.isEmpty()) {
			return Outcome.error(ToolOutcome.UNKNOWN_TOOL, "No tools are offered.", null);
		}
		String name = call.name().substring(0, Math.min(call.name().length(), MAX_NAME));
		return Outcome.error(ToolOutcome.UNKNOWN_TOOL, "There is no tool '" + name + "'. The closest is '"
				+ ClosestName.of(name, names) + "'. Offered are: " + String.join(", ", names) + ".", null);
	}

	/**
	 * Answer a call that is one too many.
	 * @param call the call
	 * @param reason tells the model which limit it has reached
	 * @return the answer
	 */
	Outcome refused(ToolCall call, String reason) {
		logger.debug("Call '" + call.id() + "' for tool '" + call.name() + "' is not executed: " + reason);
		return Outcome.error(ToolOutcome.LIMIT_EXCEEDED, reason, null);
	}

	/**
	 * Answer a call whose handler failed.
	 * @param call the call
	 * @param thrown what was thrown on the way to the handler and back
	 * @return the answer
	 */
	Outcome failed(ToolCall call, Throwable thrown) {
		Throwable error = Throwables.unwrap(thrown);
		if (error instanceof InvalidArgumentsException invalid) {
			logger.debug("The arguments of call '" + call.id() + "' for tool '" + call.name() + "' are not valid: "
					+ invalid.problems());
			return Outcome.error(ToolOutcome.INVALID_ARGUMENTS, String.valueOf(error.getMessage()), null);
		}
		Throwables.rethrowIfFatal(error);
		ToolErrorDecision decision = decide(call, error);
		boolean denied = Throwables.isDenial(error);
		ToolOutcome kind = denied ? ToolOutcome.DENIED : ToolOutcome.FAILED;
		String message = message(decision, error, denied ? DENIED : NEUTRAL);
		if (error instanceof ToolHandlerException && error.getCause() == null) {
			logger.debug("Tool '" + call.name() + "' refused call '" + call.id() + "'", error);
			return new Outcome(kind, ErrorOutput.write(kind, message, null), decision, error);
		}
		String reference = this.references.get();
		logger.warn("Tool '" + call.name() + "' " + (denied ? "denied" : "failed on") + " call '" + call.id()
				+ "' (reference " + reference + ")", error);
		return new Outcome(kind, ErrorOutput.write(kind, message, reference), decision, error);
	}

	private static String message(ToolErrorDecision decision, Throwable error, String neutral) {
		String text = decision.text();
		if (text != null) {
			return text;
		}
		String own = (error instanceof ToolHandlerException) ? error.getMessage() : null;
		return (own != null) ? own : neutral;
	}

	private ToolErrorDecision decide(ToolCall call, Throwable error) {
		try {
			@Nullable ToolErrorDecision decision = this.errorHandler.decide(call, error);
			return (decision != null) ? decision : ToolErrorDecision.defaults();
		}
		catch (Throwable ex) {
			Throwables.rethrowIfFatal(ex);
			logger.warn("The tool error handler failed", ex);
			return ToolErrorDecision.defaults();
		}
	}

}
