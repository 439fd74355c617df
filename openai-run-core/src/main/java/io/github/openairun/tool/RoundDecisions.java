package io.github.openairun.tool;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.DeferredOutput;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;

/**
 * What was decided about the calls of a round before they are executed.
 *
 * @param settled the answers to calls whose handlers are not called, by the ids of the
 * calls
 * @param edited the arguments that were edited, as JSON text by the ids of the calls
 * @param promises creates the promise of an output that a handler gives later
 * @param unreviewed the ids of the calls about which nobody was asked, because their
 * arguments could not be bound: their handlers are not called, even if they can now
 * @since 0.1.0
 */
public record RoundDecisions(Map<String, Settled> settled, Map<String, String> edited, Promises promises,
		Set<String> unreviewed) {

	/** Nothing was decided, and no output can be given later. */
	public static final RoundDecisions NONE = new RoundDecisions(Map.of(), Map.of(), (call) -> {
		throw new IllegalStateException("The output of tool '" + call.name() + "' cannot be given later here");
	});

	public RoundDecisions {
		settled = Map.copyOf(settled);
		edited = Map.copyOf(edited);
		unreviewed = Set.copyOf(unreviewed);
		Assert.notNull(promises, "'promises' must not be null");
	}

	/**
	 * Create the decisions of a round in which somebody was asked about each call that
	 * needs it.
	 * @param settled the answers to calls whose handlers are not called
	 * @param edited the arguments that were edited
	 * @param promises creates the promise of an output that a handler gives later
	 */
	public RoundDecisions(Map<String, Settled> settled, Map<String, String> edited, Promises promises) {
		this(settled, edited, promises, Set.of());
	}

	/** Return the call as it is executed. */
	ToolCall effective(ToolCall call) {
		String arguments = this.edited.get(call.id());
		return (arguments != null) ? new ToolCall(call.id(), call.name(), arguments) : call;
	}

	/** Return what the model is told before the output, or {@code null}. */
	@Nullable String note(ToolCall call) {
		String arguments = this.edited.get(call.id());
		return (arguments != null) ? "Note: a person has edited the arguments of this call before it was executed. "
				+ "It was executed with " + arguments + "\nOutput: " : null;
	}

	/**
	 * The answer to a call whose handler is not called.
	 *
	 * @param outcome how it came about
	 * @param text the output, or the message of an error if it was no success
	 */
	public record Settled(ToolOutcome outcome, String text) {

		public Settled {
			Assert.notNull(outcome, "'outcome' must not be null");
			Assert.notNull(text, "'text' must not be null");
		}

	}

	/**
	 * Creates the promises of outputs that handlers give later.
	 */
	@FunctionalInterface
	public interface Promises {

		/**
		 * Promise the output of a call.
		 * @param call the call
		 * @return the promise
		 */
		DeferredOutput promise(ToolCall call);

	}

}
