package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.ToolApprovalPolicy;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.InMemoryApprovalStore;

/**
 * By what rules the calls of runs wait, and where.
 *
 * @param store keeps the calls that wait
 * @param policies decide about calls, in their order
 * @param rules the rules
 * @param all has the decisions about the calls of all runs, those of recorded runs
 * included
 * @since 0.1.0
 */
public record RunApprovals(ApprovalStore store, List<ToolApprovalPolicy> policies, Rules rules, ApprovalStore all) {

	public RunApprovals {
		Assert.notNull(store, "'store' must not be null");
		Assert.notNull(rules, "'rules' must not be null");
		Assert.notNull(all, "'all' must not be null");
		policies = List.copyOf(policies);
	}

	/**
	 * Create settings with one store.
	 * @param store keeps the calls that wait, and all decisions
	 * @param policies decide about calls, in their order
	 * @param rules the rules
	 */
	public RunApprovals(ApprovalStore store, List<ToolApprovalPolicy> policies, Rules rules) {
		this(store, policies, rules, store);
	}

	/**
	 * Keep calls in memory, without policies and by the default rules.
	 * @return the settings
	 */
	public static RunApprovals inMemory() {
		return new RunApprovals(new InMemoryApprovalStore(), List.of(), Rules.defaults());
	}

	RunApprovals withStore(ApprovalStore store) {
		return new RunApprovals(store, this.policies, this.rules, this.all);
	}

	/**
	 * The rules of waiting.
	 *
	 * @param timeout how long a call may wait, or {@code null} for as long as its run
	 * @param onExpiry what happens when it has waited that long
	 * @param round which calls of a round wait if one of them does
	 */
	public record Rules(@Nullable Duration timeout, OnExpiry onExpiry, Round round) {

		public Rules {
			Assert.isTrue(timeout == null || !(timeout.isNegative() || timeout.isZero()), "'timeout' must be positive");
			Assert.notNull(onExpiry, "'onExpiry' must not be null");
			Assert.notNull(round, "'round' must not be null");
		}

		/**
		 * Let calls wait as long as their run, deny those that expire, and execute the
		 * others of the round.
		 * @return the rules
		 */
		public static Rules defaults() {
			return new Rules(null, OnExpiry.DENY, Round.READY);
		}

	}

	/**
	 * What happens when there is no decision in time.
	 */
	public enum OnExpiry {

		/** The model is told. */
		DENY,

		/** The run is cancelled. */
		CANCEL

	}

	/**
	 * Which calls of a round wait for those that must.
	 */
	public enum Round {

		/** Those only that must not run beside others. */
		READY,

		/** All of them. */
		ALL

	}

}
