package io.github.openairun.tool;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;

/**
 * Everything that one {@code requires_action} asks for.
 *
 * @param run the run that waits for the outputs
 * @param calls the calls, in the order of the model
 * @param offered the names of the tools that may be executed
 * @param listener told about each call
 * @param situation where the drive of the run stands
 */
public record ToolBatch(Run run, List<ToolCall> calls, Collection<String> offered, RunListener listener,
		Situation situation) {

	public ToolBatch {
		Assert.notNull(run, "'run' must not be null");
		Assert.notNull(calls, "'calls' must not be null");
		Assert.notNull(offered, "'offered' must not be null");
		Assert.notNull(listener, "'listener' must not be null");
		Assert.notNull(situation, "'situation' must not be null");
		calls = List.copyOf(calls);
		offered = Set.copyOf(offered);
	}

	/**
	 * Create a batch of which nothing else is known.
	 * @param run the run that waits for the outputs
	 * @param calls the calls, in the order of the model
	 * @param offered the names of the tools that may be executed
	 * @param listener told about each call
	 */
	public ToolBatch(Run run, List<ToolCall> calls, Collection<String> offered, RunListener listener) {
		this(run, calls, offered, listener, Situation.UNKNOWN);
	}

	/**
	 * Return what surrounds one of the calls.
	 * @param call the call
	 * @return the context
	 */
	public ToolContext contextOf(ToolCall call) {
		return new ToolContext(this.run, call, this.situation.round(), this.situation.deadline(),
				this.situation.attributes());
	}

	/**
	 * Where the drive of a run stands.
	 *
	 * @param round how many times the run has asked for outputs, this time included
	 * @param deadline when the drive ends, or {@code null} if it is not known
	 * @param attributes what the request has for the handlers
	 * @param context what the thread that started the drive had
	 * @param restrictions what the calls may not
	 */
	public record Situation(int round, @Nullable Instant deadline, Map<String, Object> attributes,
			ContextCarrier.Captured context, Restrictions restrictions) {

		static final Situation UNKNOWN = new Situation(1, null, Map.of());

		public Situation {
			Assert.isTrue(round >= 1, "'round' must be at least 1");
			Assert.notNull(attributes, "'attributes' must not be null");
			Assert.notNull(context, "'context' must not be null");
			Assert.notNull(restrictions, "'restrictions' must not be null");
			attributes = Map.copyOf(attributes);
		}

		/**
		 * Create a situation without a context and without restrictions.
		 * @param round how many times the run has asked for outputs, this time included
		 * @param deadline when the drive ends, or {@code null} if it is not known
		 * @param attributes what the request has for the handlers
		 */
		public Situation(int round, @Nullable Instant deadline, Map<String, Object> attributes) {
			this(round, deadline, attributes, ContextCarriers.NOTHING, Restrictions.NONE);
		}

	}

	/**
	 * What the calls of a batch may not.
	 *
	 * @param parallel whether calls may run side by side
	 * @param refusals why calls are not executed, by call id; the model is told
	 */
	public record Restrictions(boolean parallel, Map<String, String> refusals) {

		/** Nothing is restricted. */
		public static final Restrictions NONE = new Restrictions(true, Map.of());

		public Restrictions {
			refusals = Map.copyOf(refusals);
		}

	}

}
