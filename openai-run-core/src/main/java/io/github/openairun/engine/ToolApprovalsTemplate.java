package io.github.openairun.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.CallDecidedException;
import io.github.openairun.CallDecision;
import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.CursorPage;
import io.github.openairun.DecidedCall;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCall.Kind;
import io.github.openairun.PendingCallNotFoundException;
import io.github.openairun.PendingCallQuery;
import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolApprovals;
import io.github.openairun.ToolCall;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.StoredCall;
import io.github.openairun.tool.CallPreview;
import io.github.openairun.tool.RoundContext;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolOutputListener;
import io.github.openairun.tool.ToolResultConverter;

/**
 * Implementation of {@link ToolApprovals} on an {@link ApprovalStore}.
 *
 * @since 0.1.0
 */
public final class ToolApprovalsTemplate implements ToolApprovals {

	private final ApprovalStore store;

	private final ToolExecutor executor;

	private final ToolResultConverter converter;

	private final Clock clock;

	private final Map<String, String> context;

	/**
	 * Create operations that see all calls.
	 * @param store keeps the calls
	 * @param executor binds and validates edited arguments
	 * @param converter converts provided outputs to text
	 * @param clock the time of a decision
	 */
	public ToolApprovalsTemplate(ApprovalStore store, ToolExecutor executor, ToolResultConverter converter,
			Clock clock) {
		this(store, executor, converter, clock, Map.of());
	}

	private ToolApprovalsTemplate(ApprovalStore store, ToolExecutor executor, ToolResultConverter converter,
			Clock clock, Map<String, String> context) {
		Assert.notNull(store, "'store' must not be null");
		Assert.notNull(executor, "'executor' must not be null");
		Assert.notNull(converter, "'converter' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.store = store;
		this.executor = executor;
		this.converter = converter;
		this.clock = clock;
		this.context = context;
	}

	@Override
	public CursorPage<PendingCall> pending(PendingCallQuery query) {
		Assert.notNull(query, "'query' must not be null");
		return this.store.pending(query, this.context);
	}

	@Override
	public PendingCall get(String id) {
		return waiting(id);
	}

	@Override
	public void approve(String id, Decision decision) {
		PendingCall call = waiting(id);
		Assert.isTrue(call.kind() != Kind.OUTPUT,
				"The handler of this call has been called already, and its output is awaited: provide or deny it");
		String arguments = decision.arguments();
		if (arguments != null) {
			requireFitting(call, arguments);
		}
		decide(call, CallDecision.of(Verdict.APPROVED, decision, now()));
	}

	private void requireFitting(PendingCall call, String arguments) {
		Assert.isTrue(call.kind() == Kind.APPROVAL,
				"The server has this tool, so its arguments cannot be edited: approve or deny the call as it is");
		ToolCall edited = new ToolCall(call.call().id(), call.tool(), arguments);
		Run run = Run.builder(call.runId(), call.threadId())
			.assistant(call.assistant())
			.status(RunStatus.REQUIRES_ACTION)
			.toolCalls(List.of(edited))
			.build();
		List<CallPreview> previews = this.executor.preview(new ToolBatch(run, List.of(edited), List.of(call.tool()),
				RoundContext.builder().build(), ToolOutputListener.NONE));
		String problem = previews.get(0).problem();
		Assert.isTrue(problem == null, () -> "The edited arguments do not fit. " + problem);
	}

	@Override
	public void deny(String id, Decision decision) {
		decide(waiting(id), CallDecision.of(Verdict.DENIED, decision, now()));
	}

	@Override
	public void answer(String id, @Nullable Object value, Decision decision) {
		PendingCall call = waiting(id);
		Assert.isTrue(call.kind() != Kind.SERVER_APPROVAL,
				"The server has this tool, so nothing else can provide its output: approve or deny it");
		decide(call, CallDecision.answered(this.converter.convert(value), decision, now()));
	}

	@Override
	public List<DecidedCall> decisions(String runId) {
		Assert.hasText(runId, "'runId' must not be empty");
		return this.store.ofRun(runId)
			.stream()
			.filter((stored) -> !stored.isWaiting() && isVisible(stored.call()))
			.map(StoredCall::toDecidedCall)
			.toList();
	}

	@Override
	public ToolApprovals withContext(Map<String, String> context) {
		return new ToolApprovalsTemplate(this.store, this.executor, this.converter, this.clock, Map.copyOf(context));
	}

	private Instant now() {
		return this.clock.instant();
	}

	private boolean isVisible(PendingCall call) {
		return call.context().entrySet().containsAll(this.context.entrySet());
	}

	/** Return a call that waits. */
	private PendingCall waiting(String id) {
		Assert.hasText(id, "'id' must not be empty");
		StoredCall stored = this.store.find(id);
		if (stored == null || !isVisible(stored.call())) {
			throw new PendingCallNotFoundException();
		}
		return requireWaiting(this.store, stored, now());
	}

	/** Return the call, unless it is decided or has expired. */
	static PendingCall requireWaiting(ApprovalStore store, StoredCall stored, Instant now) {
		PendingCall call = stored.call();
		CallDecision decision = stored.decision();
		Instant expiresAt = call.expiresAt();
		if (decision == null && expiresAt != null && !now.isBefore(expiresAt)) {
			CallDecision expired = CallDecision.of(Verdict.EXPIRED, Decision.by(CallDecision.APPLICATION), now);
			StoredCall decided = store.decide(call.id(), expired);
			decision = (decided != null) ? decided.decision() : expired;
		}
		if (decision != null) {
			throw new CallDecidedException(call, decision);
		}
		return call;
	}

	private void decide(PendingCall call, CallDecision decision) {
		decide(this.store, call, decision);
	}

	/** Make the first decision about a call. */
	static void decide(ApprovalStore store, PendingCall call, CallDecision decision) {
		StoredCall decided = store.decide(call.id(), decision);
		if (decided == null) {
			throw new PendingCallNotFoundException();
		}
		CallDecision counting = decided.decision();
		if (counting != null && counting != decision) {
			throw new CallDecidedException(call, counting);
		}
	}

}
