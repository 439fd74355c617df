package io.github.openairun.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ApprovalAdvice;
import io.github.openairun.CallDecision;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.ToolApprovalPolicy;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolOutcome;
import io.github.openairun.approval.StoredCall;
import io.github.openairun.support.LogText;

/**
 * Finds out which calls of remote servers are approved or denied, and which wait. Nothing
 * is bound or validated: only the server knows its tools.
 */
final class RemoteCallReview {

	private static final Log logger = LogFactory.getLog(RemoteCallReview.class);

	private static final String UNDECIDABLE = "It could not be decided whether this call is allowed.";

	private final DriveState state;

	private final Run run;

	private final WaitingCalls waiting;

	private final RunApprovals settings;

	private final List<ToolAnswer> answers = new ArrayList<>();

	private final Map<String, ToolCall> parked = new LinkedHashMap<>();

	private final Set<String> awaited = new HashSet<>();

	private boolean cancelling;

	RemoteCallReview(DriveState state, Run run, WaitingCalls waiting) {
		this.state = state;
		this.run = run;
		this.waiting = waiting;
		this.settings = state.plan().approvals().settings();
	}

	/**
	 * Review a call without an answer.
	 * @param call the call
	 * @param stored what is known about it, or {@code null}
	 * @param refusal why the limits of the run forbid it, or {@code null}
	 */
	void review(ToolCall call, @Nullable StoredCall stored, @Nullable String refusal) {
		if (refusal != null) {
			answer(call, refusal, ToolOutcome.LIMIT_EXCEEDED);
		}
		else if (stored != null) {
			apply(call, stored);
		}
		else {
			ApprovalAdvice advice = advice(call);
			switch (advice.action()) {
				case PROCEED -> answer(call, advice.reason(), ToolOutcome.SUCCESS);
				case DENY -> answer(call, advice.reason(), ToolOutcome.DENIED);
				default -> apply(call, this.waiting.park(WaitingCalls.newId(), PendingCall.Kind.SERVER_APPROVAL,
						this.run, call, advice.reason()));
			}
		}
	}

	private ApprovalAdvice advice(ToolCall call) {
		ToolContext context = new ToolContext(this.run, call, this.state.progress().rounds() + 1,
				this.state.progress().end(), this.state.plan().tools().attributes());
		try {
			for (ToolApprovalPolicy policy : this.settings.policies()) {
				ApprovalAdvice advice = policy.adviseRemote(Objects.requireNonNull(call.server()), context);
				if (advice.action() != ApprovalAdvice.Action.UNDECIDED) {
					return advice;
				}
			}
			return ApprovalAdvice.undecided();
		}
		catch (Throwable ex) {
			// Policies in Kotlin may throw checked exceptions.
			logger.warn(
					"A policy about approvals has failed, so call '" + LogText.of(call.id()) + "' of tool '"
							+ LogText.of(call.name()) + "' of server '" + LogText.of(call.server()) + "' is denied",
					ex);
			return ApprovalAdvice.deny(UNDECIDABLE);
		}
	}

	private void apply(ToolCall call, StoredCall stored) {
		CallDecision decision = stored.decision();
		if (decision == null) {
			this.parked.put(call.id(), call);
			this.awaited.add(stored.call().id());
			return;
		}
		switch (decision.verdict()) {
			case APPROVED -> answer(call, decision.reason(), ToolOutcome.SUCCESS);
			case EXPIRED -> {
				this.cancelling |= this.settings.rules().onExpiry() == RunApprovals.OnExpiry.CANCEL;
				answer(call, "Nobody approved the call in time.", ToolOutcome.TIMEOUT);
			}
			default -> answer(call, decision.reason(), ToolOutcome.DENIED);
		}
	}

	private void answer(ToolCall call, @Nullable String reason, ToolOutcome outcome) {
		this.answers.add(new ToolAnswer(call, Objects.requireNonNullElse(reason, ""), outcome));
	}

	/** Return the decisions, which the server has not received yet. */
	List<ToolAnswer> answers() {
		return this.answers;
	}

	/** Return the calls that wait, by call id. */
	Map<String, ToolCall> parked() {
		return this.parked;
	}

	/** Return the ids of the pending calls that have no decision. */
	Set<String> awaited() {
		return this.awaited;
	}

	/** Return whether the run is to be cancelled. */
	boolean isCancelling() {
		return this.cancelling;
	}

}
