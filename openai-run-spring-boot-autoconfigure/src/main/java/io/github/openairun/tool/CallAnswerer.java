package io.github.openairun.tool;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolHandlerException;

/**
 * Answers one call: with the handler's result, or with an error.
 */
final class CallAnswerer {

	private static final Log logger = LogFactory.getLog(CallAnswerer.class);

	private static final String NEUTRAL = "The tool failed with an internal error.";

	private static final int MAX_NAME = 64;

	private final DefaultToolRegistry registry;

	private final ToolResultConverter converter;

	private final ToolErrorHandler errorHandler;

	private final Supplier<String> references;

	CallAnswerer(ToolExecutorBuilder builder) {
		this.registry = builder.registry;
		this.converter = builder.converter;
		this.errorHandler = builder.errorHandler;
		this.references = builder.references;
	}

	/**
	 * Answer a call.
	 * @param batch the batch that has the call
	 * @param call the call
	 * @return the text for the model
	 */
	String answer(ToolBatch batch, ToolCall call) {
		Collection<String> offered = batch.offered();
		RegisteredTool handler = offered.contains(call.name()) ? this.registry.handler(call.name()) : null;
		if (handler == null) {
			return unknownTool(call, offered);
		}
		try {
			Object result = AsyncResults.await(handler.invoke(batch, call));
			return handler.returnsNothing() ? "ok" : this.converter.convert(result);
		}
		catch (InvalidArgumentsException ex) {
			logger.debug("The arguments of call '" + call.id() + "' for tool '" + call.name() + "' are not valid: "
					+ ex.problems());
			return ErrorOutput.INVALID_ARGUMENTS.write(String.valueOf(ex.getMessage()), null);
		}
		catch (Throwable ex) {
			Throwables.rethrowIfFatal(ex);
			return failed(call, Throwables.unwrap(ex));
		}
	}

	private String unknownTool(ToolCall call, Collection<String> offered) {
		List<String> names = offered.stream().filter((name) -> this.registry.find(name) != null).sorted().toList();
		logger.debug("Call '" + call.id() + "' is for tool '" + call.name() + "', which is not offered");
		if (names.isEmpty()) {
			return ErrorOutput.UNKNOWN_TOOL.write("No tools are offered.", null);
		}
		String name = call.name().substring(0, Math.min(call.name().length(), MAX_NAME));
		return ErrorOutput.UNKNOWN_TOOL.write("There is no tool '" + name + "'. The closest is '"
				+ ClosestName.of(name, names) + "'. Offered are: " + String.join(", ", names) + ".", null);
	}

	private String failed(ToolCall call, Throwable error) {
		Throwables.rethrowIfFatal(error);
		if (error instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		String message = message(call, error);
		if (error instanceof ToolHandlerException && error.getCause() == null) {
			logger.debug("Tool '" + call.name() + "' refused call '" + call.id() + "'", error);
			return ErrorOutput.FAILED.write(message, null);
		}
		String reference = this.references.get();
		logger.warn("Tool '" + call.name() + "' failed on call '" + call.id() + "' (reference " + reference + ")",
				error);
		return ErrorOutput.FAILED.write(message, reference);
	}

	private String message(ToolCall call, Throwable error) {
		String message = customMessage(call, error);
		if (message != null) {
			return message;
		}
		String own = (error instanceof ToolHandlerException) ? error.getMessage() : null;
		return (own != null) ? own : NEUTRAL;
	}

	private @Nullable String customMessage(ToolCall call, Throwable error) {
		try {
			return this.errorHandler.message(call, error);
		}
		catch (Throwable ex) {
			Throwables.rethrowIfFatal(ex);
			logger.warn("The tool error handler failed", ex);
			return null;
		}
	}

}
