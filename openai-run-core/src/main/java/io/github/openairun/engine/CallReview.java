package io.github.openairun.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.github.openairun.Approval;
import io.github.openairun.ApprovalAdvice;
import io.github.openairun.ApprovalRequest;
import io.github.openairun.CallDecision;
import io.github.openairun.DeferredOutput;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.ToolApprovalPolicy;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolOutcome;
import io.github.openairun.approval.StoredCall;
import io.github.openairun.support.LogText;
import io.github.openairun.tool.CallPreview;
import io.github.openairun.tool.RoundContext;
import io.github.openairun.tool.RoundDecisions;
import io.github.openairun.tool.RoundDecisions.Settled;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolOutputListener;

/**
 * Finds out which calls of a round may be executed now, and which wait. It depends on the
 * store and the policies only, so another process comes to the same result.
 */
final class CallReview {

	private static final Log logger = LogFactory.getLog(CallReview.class);

	private final DriveState state;

	private final Run run;

	private final LoopStep.Dispatch dispatch;

	/** The calls of the application's own tools. */
	private final List<ToolCall> own;

	private final WaitingCalls waiting;

	private final RemoteCallReview remote;

	private final ApprovalScope scope;

	private final List<ToolCall> ready = new ArrayList<>();

	private final Map<String, Settled> settled = new HashMap<>();

	private final Map<String, String> edited = new HashMap<>();

	private final Map<String, ToolCall> parked = new LinkedHashMap<>();

	/**
	 * The ids of the pending calls whose handlers have promised an output, by call id.
	 */
	private final Map<String, String> promised = new ConcurrentHashMap<>();

	/** The ids of the pending calls without a decision. */
	private final Set<String> awaited = new HashSet<>();

	/** The ids of the calls about which nobody was asked, as they do not fit. */
	private final Set<String> unreviewed = new HashSet<>();

	/** The ids of the calls that have an answer, or whose handlers were given up. */
	private final Set<String> over = ConcurrentHashMap.newKeySet();

	/** The ids of the calls whose handlers were called before. */
	private final Set<String> outputs = new HashSet<>();

	private boolean asked;

	private boolean cancelling;

	private CallReview(DriveState state, Run run, LoopStep.Dispatch dispatch) {
		this.state = state;
		this.run = run;
		this.dispatch = dispatch;
		this.own = dispatch.calls().stream().filter((call) -> !call.remote()).toList();
		this.waiting = new WaitingCalls(state);
		this.remote = new RemoteCallReview(state, run, this.waiting);
		this.scope = state.plan().approvals();
	}

	/**
	 * Review the calls of a round.
	 * @param state the drive
	 * @param run the run that makes the calls
	 * @param dispatch the calls without an output
	 */
	static CallReview of(DriveState state, Run run, LoopStep.Dispatch dispatch) {
		CallReview review = new CallReview(state, run, dispatch);
		Set<String> required = review.scope.required().apply(run);
		boolean needed = !review.scope.settings().policies().isEmpty() || state.progress().hasWaited()
				|| dispatch.calls()
					.stream()
					.anyMatch((call) -> call.remote() || required.contains(call.name())
							|| review.scope.mayWait().test(call.name()));
		if (needed) {
			review.review(required);
		}
		else {
			review.ready.addAll(dispatch.calls());
		}
		return review;
	}

	private void review(Set<String> required) {
		Map<String, StoredCall> known = this.waiting.known(this.run);
		for (ToolCall call : this.dispatch.calls()) {
			if (call.remote()) {
				this.remote.review(call, known.get(call.id()), this.dispatch.refusals().get(call.id()));
			}
		}
		this.parked.putAll(this.remote.parked());
		this.asked = !this.parked.isEmpty();
		boolean parkedBefore = false;
		boolean blocked = false;
		List<ToolCall> executable = new ArrayList<>();
		for (CallPreview preview : this.own.isEmpty() ? List.<CallPreview>of() : previews()) {
			ToolCall call = preview.call();
			StoredCall stored = known.get(call.id());
			Verdict verdict = (stored != null) ? verdict(stored) : advise(preview, required);
			if (verdict == Verdict.WAIT) {
				this.parked.put(call.id(), call);
				parkedBefore = true;
				blocked |= preview.exclusive();
			}
			else if (verdict == Verdict.EXECUTE && preview.isExecutable()
					&& (blocked || (preview.exclusive() && parkedBefore))) {
				this.parked.put(call.id(), call);
				blocked = true;
			}
			else {
				executable.add(call);
			}
		}
		if (this.asked && this.scope.settings().rules().round() == RunApprovals.Round.ALL) {
			executable.forEach((call) -> this.parked.put(call.id(), call));
		}
		else {
			this.ready.addAll(executable);
		}
	}

	private List<CallPreview> previews() {
		ToolRoundExecution.Scope tools = this.state.plan().tools();
		RoundContext context = RoundContext.builder()
			.round(this.state.progress().rounds() + 1)
			.deadline(this.state.progress().end())
			.attributes(tools.attributes())
			.threadContext(tools.context())
			.parallel(tools.parallel())
			.refusals(this.dispatch.refusals())
			.depth(tools.depth())
			.build();
		return this.state.plan()
			.executor()
			.preview(new ToolBatch(this.run, this.own, tools.offered().apply(this.run), context,
					ToolOutputListener.NONE));
	}

	/** Apply what is known about a call that waits or has waited. */
	private Verdict verdict(StoredCall stored) {
		CallDecision decision = stored.decision();
		String callId = stored.call().call().id();
		boolean output = stored.call().kind() == PendingCall.Kind.OUTPUT;
		if (output) {
			this.outputs.add(callId);
		}
		if (decision == null) {
			this.asked |= !output;
			this.awaited.add(stored.call().id());
			return Verdict.WAIT;
		}
		if (decision.verdict() == CallDecision.Verdict.APPROVED) {
			if (decision.arguments() != null) {
				this.edited.put(callId, decision.arguments());
			}
			return Verdict.EXECUTE;
		}
		this.cancelling |= decision.verdict() == CallDecision.Verdict.EXPIRED
				&& this.scope.settings().rules().onExpiry() == RunApprovals.OnExpiry.CANCEL;
		this.settled.put(callId, settled(decision, output));
		return Verdict.ANSWER;
	}

	private static Settled settled(CallDecision decision, boolean output) {
		String reason = decision.reason();
		return switch (decision.verdict()) {
			case ANSWERED -> new Settled(ToolOutcome.SUCCESS, Objects.requireNonNull(decision.output()));
			case FAILED -> new Settled(ToolOutcome.FAILED, Objects.requireNonNullElse(reason, "There is no output."));
			case EXPIRED -> new Settled(ToolOutcome.TIMEOUT,
					output ? "The tool has begun, but its output did not come in time. Whether it took effect is not "
							+ "known." : "Nobody approved the call in time. The tool was not called.");
			default -> new Settled(ToolOutcome.DENIED,
					(output ? "The tool has begun, and a person has denied its output. Whether it took effect is not "
							+ "known." : "A person has denied the call. The tool was not called.")
							+ ((reason != null) ? " The reason: " + reason : ""));
		};
	}

	private Verdict advise(CallPreview preview, Set<String> required) {
		ToolCall call = preview.call();
		boolean mustAsk = preview.approval() == Approval.REQUIRED || required.contains(call.name());
		if (!preview.isExecutable()) {
			if (mustAsk || !this.scope.settings().policies().isEmpty()) {
				this.unreviewed.add(call.id());
			}
			return Verdict.EXECUTE;
		}
		ApprovalAdvice advice;
		try {
			advice = advice(
					new ApprovalRequest(
							new ToolContext(this.run, call, this.state.progress().rounds() + 1,
									this.state.progress().end(), this.state.plan().tools().attributes()),
							preview.arguments(), preview.group(), mustAsk));
		}
		catch (Throwable ex) {
			// Policies in Kotlin may throw checked exceptions.
			logger.warn("A policy about approvals has failed, so call '" + LogText.of(call.id()) + "' of tool '"
					+ LogText.of(call.name()) + "' is denied", ex);
			advice = ApprovalAdvice
				.deny("It could not be decided whether this call is allowed. The tool was not " + "called.");
		}
		switch (advice.action()) {
			case DENY -> {
				this.settled.put(call.id(), new Settled(ToolOutcome.DENIED,
						Objects.requireNonNullElse(advice.reason(), "This call is not allowed.")));
				return Verdict.ANSWER;
			}
			case ASK -> {
				return verdict(this.waiting.park(WaitingCalls.newId(), PendingCall.Kind.APPROVAL, this.run, call,
						advice.reason()));
			}
			default -> {
				return Verdict.EXECUTE;
			}
		}
	}

	private ApprovalAdvice advice(ApprovalRequest request) {
		for (ToolApprovalPolicy policy : this.scope.settings().policies()) {
			ApprovalAdvice advice = policy.advise(request);
			if (advice.action() != ApprovalAdvice.Action.UNDECIDED) {
				return advice;
			}
		}
		return request.required() ? new ApprovalAdvice(ApprovalAdvice.Action.ASK, null) : ApprovalAdvice.proceed();
	}

	/** Return the calls that are executed or answered now. */
	LoopStep.Dispatch ready() {
		Map<String, String> refusals = new LinkedHashMap<>(this.dispatch.refusals());
		refusals.keySet().retainAll(this.ready.stream().map(ToolCall::id).toList());
		return new LoopStep.Dispatch(this.ready, refusals);
	}

	/** Return the decisions about calls of remote servers. */
	List<ToolAnswer> remoteAnswers() {
		return this.remote.answers();
	}

	/** Return the calls that wait, and those that wait for them, by call id. */
	Map<String, ToolCall> parked() {
		return this.parked;
	}

	/**
	 * Return the calls that wait after the others were executed.
	 * @param deferred the executed calls whose outputs follow later, by call id
	 */
	Map<String, ToolCall> parkedWith(Map<String, ToolCall> deferred) {
		Map<String, ToolCall> all = new LinkedHashMap<>(this.parked);
		all.putAll(deferred);
		return all;
	}

	/** Return the ids of the pending calls that this review has left waiting. */
	Set<String> awaited() {
		Set<String> all = new HashSet<>(this.awaited);
		all.addAll(this.remote.awaited());
		all.addAll(this.promised.values());
		return all;
	}

	/** Return whether the run is to be cancelled. */
	boolean isCancelling() {
		return this.cancelling || this.remote.isCancelling();
	}

	/** Return what is known about the calls that are executed or answered now. */
	RoundDecisions decisions() {
		return new RoundDecisions(this.settled, this.edited, this::promise, this.unreviewed);
	}

	private DeferredOutput promise(ToolCall call) {
		String token = WaitingCalls.newToken();
		String id = WaitingCalls.idOf(token);
		ToolCall asMade = this.ready.stream().filter((one) -> one.id().equals(call.id())).findFirst().orElse(call);
		StoredCall stored = this.waiting.park(id, PendingCall.Kind.OUTPUT, this.run, asMade, null);
		Assert.state(stored.call().id().equals(id), "The output of this call is promised already");
		this.promised.put(call.id(), id);
		if (this.over.contains(call.id())) {
			over(call);
			throw new IllegalStateException("The time of this call is over, so its output cannot follow later");
		}
		return new DeferredOutput(token);
	}

	/** Return whether the handler of a call has promised its output. */
	boolean isPromised(ToolCall call) {
		return this.promised.containsKey(call.id());
	}

	/** Return whether the handler was called before, and its output has come now. */
	boolean isOutputOnly(ToolCall call) {
		return this.outputs.contains(call.id());
	}

	/**
	 * Note that a call has an answer, or is given up, so that its output cannot follow
	 * later, whatever its handler has promised or promises from now on.
	 */
	void over(ToolCall call) {
		this.over.add(call.id());
		String id = this.promised.remove(call.id());
		if (id != null) {
			this.waiting.withdraw(id);
		}
	}

	private enum Verdict {

		/** The handler is called. */
		EXECUTE,

		/** The call has an answer. */
		ANSWER,

		/** The call waits. */
		WAIT

	}

}
