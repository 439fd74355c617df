package io.github.openairun.tool;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * What the tool calls of one round share: the number of the round, the deadline, the
 * context and the limits. Instances are immutable.
 *
 * @since 0.1.0
 */
public final class RoundContext {

	private final int round;

	private final @Nullable Instant deadline;

	private final Map<String, Object> attributes;

	private final ContextPropagator.Snapshot threadContext;

	private final boolean parallel;

	private final Map<String, String> refusals;

	private final RoundDecisions decisions;

	private final Set<String> interrupted;

	private final ToolCallRecorder recorder;

	private final int depth;

	private RoundContext(Builder builder) {
		this.round = builder.round;
		this.deadline = builder.deadline;
		this.attributes = builder.attributes;
		this.threadContext = builder.threadContext;
		this.parallel = builder.parallel;
		this.refusals = builder.refusals;
		this.decisions = builder.decisions;
		this.interrupted = builder.interrupted;
		this.recorder = builder.recorder;
		this.depth = builder.depth;
	}

	/**
	 * Start to build the context of a first round without a deadline, attributes or
	 * limits.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return how many times the run has asked for outputs, this time included.
	 * @return the number; 1 is the first round
	 */
	public int round() {
		return this.round;
	}

	/**
	 * Return when the drive ends.
	 * @return the deadline, or {@code null} if there is none
	 */
	public @Nullable Instant deadline() {
		return this.deadline;
	}

	/**
	 * Return the attributes that the request passes to the handlers.
	 * @return the attributes by their names
	 */
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	/**
	 * Return the context of the thread that started the drive.
	 * @return the captured context
	 */
	public ContextPropagator.Snapshot threadContext() {
		return this.threadContext;
	}

	/**
	 * Return whether the calls may run at the same time.
	 * @return {@code false} if each call waits for the one before it
	 */
	public boolean isParallel() {
		return this.parallel;
	}

	/**
	 * Return why calls must not be executed.
	 * @return the reasons for the model by the ids of the calls
	 */
	public Map<String, String> refusals() {
		return this.refusals;
	}

	/**
	 * Return what was decided about the calls.
	 * @return the decisions
	 */
	public RoundDecisions decisions() {
		return this.decisions;
	}

	/**
	 * Return which calls must not be executed because their handlers were at work when
	 * another process died.
	 * @return the ids of the calls
	 */
	public Set<String> interrupted() {
		return this.interrupted;
	}

	/**
	 * Return what records the calls.
	 * @return the recorder
	 */
	public ToolCallRecorder recorder() {
		return this.recorder;
	}

	/**
	 * Return how many calls of other runs surround those of this one: a run that a
	 * handler starts is nested within the call of that handler.
	 * @return the number; 0 for a run that no handler has started
	 */
	public int depth() {
		return this.depth;
	}

	/**
	 * Builds a {@link RoundContext}.
	 */
	public static final class Builder {

		private int round = 1;

		private @Nullable Instant deadline;

		private Map<String, Object> attributes = Map.of();

		private ContextPropagator.Snapshot threadContext = CompositeContextPropagator.NOTHING;

		private boolean parallel = true;

		private Map<String, String> refusals = Map.of();

		private RoundDecisions decisions = RoundDecisions.NONE;

		private Set<String> interrupted = Set.of();

		private ToolCallRecorder recorder = ToolCallRecorder.NONE;

		private int depth;

		private Builder() {
		}

		/**
		 * Set the number of the round; by default 1.
		 * @param round how many times the run has asked for outputs, this time included
		 * @return this
		 */
		public Builder round(int round) {
			Assert.isTrue(round >= 1, "'round' must be at least 1");
			this.round = round;
			return this;
		}

		/**
		 * Set when the drive ends; by default there is no deadline.
		 * @param deadline the deadline, or {@code null}
		 * @return this
		 */
		public Builder deadline(@Nullable Instant deadline) {
			this.deadline = deadline;
			return this;
		}

		/**
		 * Set the attributes that the request passes to the handlers; by default none.
		 * @param attributes the attributes by their names
		 * @return this
		 */
		public Builder attributes(Map<String, Object> attributes) {
			Assert.notNull(attributes, "'attributes' must not be null");
			this.attributes = Map.copyOf(attributes);
			return this;
		}

		/**
		 * Set the context of the thread that started the drive; by default nothing.
		 * @param threadContext the context as {@link ToolExecutor#capture()} returns it
		 * @return this
		 */
		public Builder threadContext(ContextPropagator.Snapshot threadContext) {
			Assert.notNull(threadContext, "'threadContext' must not be null");
			this.threadContext = threadContext;
			return this;
		}

		/**
		 * Set whether the calls may run at the same time, which is the default.
		 * @param parallel {@code false} if each call waits for the one before it
		 * @return this
		 */
		public Builder parallel(boolean parallel) {
			this.parallel = parallel;
			return this;
		}

		/**
		 * Set why calls must not be executed; by default all are.
		 * @param refusals the reasons for the model by the ids of the calls
		 * @return this
		 */
		public Builder refusals(Map<String, String> refusals) {
			Assert.notNull(refusals, "'refusals' must not be null");
			this.refusals = Map.copyOf(refusals);
			return this;
		}

		/**
		 * Set what was decided about the calls; by default nothing.
		 * @param decisions the decisions
		 * @return this
		 */
		public Builder decisions(RoundDecisions decisions) {
			Assert.notNull(decisions, "'decisions' must not be null");
			this.decisions = decisions;
			return this;
		}

		/**
		 * Set which calls must not be executed because their handlers were at work when
		 * another process died; by default none.
		 * @param interrupted the ids of the calls
		 * @return this
		 */
		public Builder interrupted(Set<String> interrupted) {
			Assert.notNull(interrupted, "'interrupted' must not be null");
			this.interrupted = Set.copyOf(interrupted);
			return this;
		}

		/**
		 * Set what records the calls; by default nothing does.
		 * @param recorder the recorder
		 * @return this
		 */
		public Builder recorder(ToolCallRecorder recorder) {
			Assert.notNull(recorder, "'recorder' must not be null");
			this.recorder = recorder;
			return this;
		}

		/**
		 * Set how many calls of other runs surround those of this one; by default none.
		 * @param depth the number; not negative
		 * @return this
		 */
		public Builder depth(int depth) {
			Assert.isTrue(depth >= 0, "'depth' must not be negative");
			this.depth = depth;
			return this;
		}

		/**
		 * Build the context.
		 * @return the context
		 */
		public RoundContext build() {
			return new RoundContext(this);
		}

	}

}
