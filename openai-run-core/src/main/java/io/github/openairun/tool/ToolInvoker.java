package io.github.openairun.tool;

import java.lang.reflect.Type;
import java.util.List;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.support.CallDepth;

/**
 * Invokes tools on the current thread: restores the context of the drive, passes the call
 * through the interceptors, invokes the handler and converts its result.
 */
final class ToolInvoker {

	private final ToolResultConverter converter;

	private final List<ToolInterceptor> interceptors;

	ToolInvoker(ToolExecutorBuilder builder) {
		this.converter = builder.converter;
		this.interceptors = builder.interceptors;
	}

	/**
	 * Invoke a tool.
	 * @param tool the tool
	 * @param batch the batch of the call
	 * @param call the call
	 * @param observation the observation of the call
	 * @param failures maps failures of the handler to answers that are recorded
	 * @return the result for the model
	 * @throws Throwable the exception of the handler, possibly wrapped, if it is not
	 * recorded
	 */
	ToolCallResult invoke(RegisteredTool tool, ToolBatch batch, ToolCall call, CallObservation observation,
			RecordedHandler.Failures failures) throws Throwable {
		try (CallDepth.Scope depth = CallDepth.enter(batch.context().depth() + 1);
				ContextPropagator.Scope context = batch.context().threadContext().restore();
				Observation.Scope scope = observation.open()) {
			ToolCallRecorder recorder = batch.context().recorder();
			if (recorder == ToolCallRecorder.NONE || tool.isDeferred()) {
				return ToolCallResult.success(answer(tool, batch, call));
			}
			return new RecordedHandler(() -> answer(tool, batch, call), failures).record(recorder, call,
					tool.settings().delivery());
		}
	}

	private String answer(RegisteredTool tool, ToolBatch batch, ToolCall call) throws Throwable {
		RoundDecisions decisions = batch.context().decisions();
		ToolCall effective = decisions.effective(call);
		String text = this.interceptors.isEmpty() ? invoke(tool, batch, effective)
				: intercept(tool, batch, batch.contextOf(effective), 0);
		String note = decisions.note(call);
		return (note != null) ? note + text : text;
	}

	private String invoke(RegisteredTool tool, ToolBatch batch, ToolCall call) throws Throwable {
		if (batch.context().decisions().unreviewed().contains(call.id())) {
			// Usually the arguments still do not fit, and the model is told why.
			tool.bind(call);
			throw unreviewed(tool);
		}
		Object result = AsyncResults.await(tool.invoke(batch, call));
		if (tool.returnsNothing()) {
			return "ok";
		}
		try {
			String text = convert(result, tool.resultType());
			Assert.state(text != null, () -> this.converter.getClass().getName() + " returned no text");
			return text;
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new ToolResultException(
					"The result of tool '" + tool.definition().name() + "' could not be converted into a text", ex);
		}
	}

	private static ToolHandlerException unreviewed(RegisteredTool tool) {
		return new ToolHandlerException(
				"Nobody could decide whether this call is allowed, because its arguments did not fit at first. "
						+ "The tool was not called.",
				new IllegalStateException("The arguments of tool '" + tool.definition().name()
						+ "' could be bound when "
						+ "its handler was to be called, but not before, when the call was to be approved: their "
						+ "constraints or deserializers must not depend on the time, the thread or a ToolInterceptor"));
	}

	private String convert(@Nullable Object result, @Nullable Type type) {
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

}
