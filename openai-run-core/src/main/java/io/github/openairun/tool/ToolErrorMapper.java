package io.github.openairun.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.ToolOutcome;
import io.github.openairun.support.ClosestName;
import io.github.openairun.support.LogText;

/**
 * Maps failures to results that the model can read, and logs them.
 */
final class ToolErrorMapper {

	private static final Log logger = LogFactory.getLog(ToolErrorMapper.class);

	private static final String NEUTRAL = "The tool failed with an internal error.";

	private static final String UNAVAILABLE = "The tool has taken effect, but its result cannot be shown. Do not "
			+ "call it again to repeat what it did.";

	private static final String DENIED = "Access was denied: the current user may not use this tool in this way.";

	/** By name, because Spring Security may be absent. */
	private static final Set<String> DENIALS = Set.of("org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException");

	private static final int MAX_NAME = 64;

	private static final int MAX_PROBLEMS = 2000;

	private final DefaultToolRegistry registry;

	private final ToolErrorHandler errorHandler;

	private final Supplier<String> references;

	ToolErrorMapper(ToolExecutorBuilder builder) {
		this.registry = builder.registry;
		this.errorHandler = builder.errorHandler;
		this.references = builder.references;
	}

	/** Return a new id that ties an error output to its entry in the log. */
	String newReference() {
		return this.references.get();
	}

	/**
	 * Create the result of a call in place of its handler.
	 * @param outcome how the call ended
	 * @param message the message for the model
	 * @param reference the id of the log entry, or {@code null} if there is none
	 * @return the result
	 */
	ToolCallResult error(ToolOutcome outcome, String message, @Nullable String reference) {
		return new ToolCallResult(outcome, json(outcome, message, reference), null, null);
	}

	/**
	 * Create the result of a call whose tool does not exist or was not offered.
	 * @param call the call
	 * @param offered the names of the offered tools
	 * @return the result
	 */
	ToolCallResult unknownTool(ToolCall call, Collection<String> offered) {
		List<String> names = offered.stream().filter((name) -> this.registry.find(name) != null).sorted().toList();
		logger.debug("Call '" + LogText.of(call.id()) + "' is for tool '" + LogText.of(call.name())
				+ "', which is not available to the run");
		if (names.isEmpty()) {
			return error(ToolOutcome.UNKNOWN_TOOL, "There are no tools.", null);
		}
		String name = call.name().substring(0, Math.min(call.name().length(), MAX_NAME));
		return error(ToolOutcome.UNKNOWN_TOOL, "There is no tool '" + name + "'. The closest is '"
				+ ClosestName.of(name, names) + "'. Available tools: " + String.join(", ", names) + ".", null);
	}

	/**
	 * Create the result of a call beyond a limit of the run.
	 * @param call the call
	 * @param reason names the limit; meant for the model
	 * @return the result
	 */
	ToolCallResult refused(ToolCall call, String reason) {
		logger.debug("Call '" + LogText.of(call.id()) + "' for tool '" + LogText.of(call.name()) + "' is not executed: "
				+ reason);
		return error(ToolOutcome.LIMIT_EXCEEDED, reason, null);
	}

	/**
	 * Create the result of a call whose handler, interceptor, binding or conversion
	 * failed.
	 * @param context the context of the call
	 * @param thrown the exception, possibly with the wrappers of reflection and proxies
	 * @return the result
	 * @throws Error if the virtual machine is in trouble
	 */
	ToolCallResult failed(ToolContext context, Throwable thrown) {
		ToolCall call = context.call();
		Throwable error = unwrap(thrown);
		if (error instanceof InvalidArgumentsException invalid) {
			logger.debug("The arguments of call '" + LogText.of(call.id()) + "' for tool '" + LogText.of(call.name())
					+ "' are not valid: " + LogText.of(invalid.problems().toString(), MAX_PROBLEMS));
			return error(ToolOutcome.INVALID_ARGUMENTS, String.valueOf(error.getMessage()), null);
		}
		rethrowIfFatal(error);
		ToolErrorDecision decision = decide(context, error);
		ToolOutcome outcome = outcome(error);
		String message = message(decision, error, neutral(outcome));
		String reference = null;
		if (error instanceof ToolHandlerException && error.getCause() == null) {
			logger.debug("Tool '" + LogText.of(call.name()) + "' refused call '" + LogText.of(call.id()) + "'", error);
		}
		else {
			reference = newReference();
			logger.warn("Tool '" + LogText.of(call.name()) + "' " + verb(outcome) + " call '" + LogText.of(call.id())
					+ "' (reference " + reference + ")", error);
		}
		return new ToolCallResult(outcome, json(outcome, message, reference), decision, error);
	}

	private static ToolOutcome outcome(Throwable error) {
		if (error instanceof ToolResultException) {
			return ToolOutcome.RESULT_UNAVAILABLE;
		}
		return isDenial(error) ? ToolOutcome.DENIED : ToolOutcome.FAILED;
	}

	private static String neutral(ToolOutcome outcome) {
		return switch (outcome) {
			case RESULT_UNAVAILABLE -> UNAVAILABLE;
			case DENIED -> DENIED;
			default -> NEUTRAL;
		};
	}

	private static String verb(ToolOutcome outcome) {
		return switch (outcome) {
			case RESULT_UNAVAILABLE -> "took effect, but its result cannot be shown, on";
			case DENIED -> "denied";
			default -> "failed on";
		};
	}

	private ToolErrorDecision decide(ToolContext context, Throwable error) {
		try {
			@Nullable ToolErrorDecision decision = this.errorHandler.decide(context, error);
			return (decision != null) ? decision : ToolErrorDecision.defaults();
		}
		catch (Throwable ex) {
			rethrowIfFatal(ex);
			logger.warn("The tool error handler failed", ex);
			return ToolErrorDecision.defaults();
		}
	}

	private static String message(ToolErrorDecision decision, Throwable error, String neutral) {
		String text = decision.text();
		if (text != null) {
			return text;
		}
		String own = (error instanceof ToolHandlerException) ? error.getMessage() : null;
		return (own != null) ? own : neutral;
	}

	private static boolean isDenial(Throwable error) {
		for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
			if (DENIALS.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

	private static Throwable unwrap(Throwable thrown) {
		Throwable current = thrown;
		while (current instanceof UndeclaredThrowableException || current instanceof InvocationTargetException) {
			Throwable cause = current.getCause();
			if (cause == null) {
				return current;
			}
			current = cause;
		}
		return current;
	}

	/**
	 * Rethrow an error that the application cannot survive. A stack overflow is no such
	 * error, because the stack is free again when it is caught.
	 * @param thrown what was caught
	 */
	static void rethrowIfFatal(Throwable thrown) {
		if (thrown instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
			throw error;
		}
		if (thrown instanceof Error error && error.getClass().getName().equals("java.lang.ThreadDeath")) {
			throw error;
		}
	}

	/** Independent of the application's mapper, so that the shape is always the same. */
	private static String json(ToolOutcome outcome, String message, @Nullable String reference) {
		ObjectNode root = JsonNodeFactory.instance.objectNode();
		ObjectNode error = root.putObject("error").put("kind", outcome.text()).put("message", message);
		if (reference != null) {
			error.put("reference", reference);
		}
		return root.toString();
	}

}
