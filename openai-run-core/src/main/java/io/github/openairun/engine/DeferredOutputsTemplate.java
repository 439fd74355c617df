package io.github.openairun.engine;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.CallDecision;
import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.Decision;
import io.github.openairun.DeferredOutputs;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallNotFoundException;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.StoredCall;
import io.github.openairun.tool.ToolResultConverter;

/**
 * Implementation of {@link DeferredOutputs} on an {@link ApprovalStore}.
 *
 * @since 0.1.0
 */
public final class DeferredOutputsTemplate implements DeferredOutputs {

	private static final Decision BY_TOKEN = Decision.by("token");

	private final ApprovalStore store;

	private final ToolResultConverter converter;

	private final Clock clock;

	/**
	 * Create operations.
	 * @param store keeps the calls
	 * @param converter writes the values of outputs
	 * @param clock the time of an output
	 */
	public DeferredOutputsTemplate(ApprovalStore store, ToolResultConverter converter, Clock clock) {
		Assert.notNull(store, "'store' must not be null");
		Assert.notNull(converter, "'converter' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.store = store;
		this.converter = converter;
		this.clock = clock;
	}

	@Override
	public void complete(String token, @Nullable Object value) {
		PendingCall call = waiting(token);
		ToolApprovalsTemplate.decide(this.store, call,
				CallDecision.answered(this.converter.convert(value), BY_TOKEN, this.clock.instant()));
	}

	@Override
	public void fail(String token, String reason) {
		Assert.hasText(reason, "'reason' must not be empty");
		PendingCall call = waiting(token);
		ToolApprovalsTemplate.decide(this.store, call,
				CallDecision.of(Verdict.FAILED, BY_TOKEN.reason(reason), this.clock.instant()));
	}

	private PendingCall waiting(String token) {
		Assert.hasText(token, "'token' must not be empty");
		StoredCall stored = this.store.find(WaitingCalls.idOf(token));
		if (stored == null || stored.call().kind() != PendingCall.Kind.OUTPUT) {
			throw new PendingCallNotFoundException();
		}
		return ToolApprovalsTemplate.requireWaiting(this.store, stored, this.clock.instant());
	}

}
