package io.github.openairun.engine;

import java.util.List;
import java.util.Map;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

import io.github.openairun.AssistantThread;
import io.github.openairun.CallDecision;
import io.github.openairun.CursorPage;
import io.github.openairun.Decision;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;
import io.github.openairun.Run;
import io.github.openairun.ThreadDeletionListener;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ThreadOperations;
import io.github.openairun.Transcript;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.wire.RunGateway;

/**
 * Implementation of {@link ThreadOperations} on a {@link RunGateway}.
 *
 * @since 0.1.0
 */
public final class ThreadTemplate implements ThreadOperations {

	private final Connections connections;

	private final RunGateway gateway;

	private final BusyThreadPolicy busyThreadPolicy;

	private final TaskScheduler scheduler;

	private final ApprovalStore approvals;

	private final List<ThreadDeletionListener> deletions;

	/**
	 * Create operations on a gateway.
	 * @param gateway the wire
	 * @param busyThreadPolicy the policy for a thread on which a run is active
	 * @param scheduler ends the pauses of a wait
	 */
	public ThreadTemplate(RunGateway gateway, BusyThreadPolicy busyThreadPolicy, TaskScheduler scheduler) {
		this(Connections.of(gateway), busyThreadPolicy, scheduler);
	}

	/**
	 * Create operations on several connections.
	 * @param connections the connections
	 * @param busyThreadPolicy the policy for a thread on which a run is active
	 * @param scheduler ends the pauses of a wait
	 */
	public ThreadTemplate(Connections connections, BusyThreadPolicy busyThreadPolicy, TaskScheduler scheduler) {
		this(connections, busyThreadPolicy, scheduler, new InMemoryApprovalStore(), List.of());
	}

	/**
	 * Create operations on several connections.
	 * @param connections the connections
	 * @param busyThreadPolicy the policy for a thread on which a run is active
	 * @param scheduler ends the pauses of a wait
	 * @param approvals has the calls of runs that wait
	 * @param deletions delete what the application keeps about deleted threads
	 */
	public ThreadTemplate(Connections connections, BusyThreadPolicy busyThreadPolicy, TaskScheduler scheduler,
			ApprovalStore approvals, List<ThreadDeletionListener> deletions) {
		Assert.notNull(connections, "'connections' must not be null");
		Assert.notNull(busyThreadPolicy, "'busyThreadPolicy' must not be null");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(approvals, "'approvals' must not be null");
		this.connections = connections;
		this.gateway = connections.gateway();
		this.busyThreadPolicy = busyThreadPolicy;
		this.scheduler = scheduler;
		this.approvals = approvals;
		this.deletions = List.copyOf(deletions);
	}

	@Override
	public AssistantThread create(List<Message> messages, Map<String, String> metadata) {
		return this.gateway.threads().create(messages, metadata);
	}

	@Override
	public AssistantThread load(String threadId) {
		return this.gateway.threads().load(threadId);
	}

	@Override
	public AssistantThread modify(String threadId, Map<String, String> metadata) {
		return this.gateway.threads().modify(threadId, metadata);
	}

	@Override
	public void delete(String threadId) {
		try {
			this.gateway.threads().delete(threadId);
		}
		catch (ThreadNotFoundException ex) {
			deleted(threadId);
			throw ex;
		}
		denyWaitingCalls(threadId);
		deleted(threadId);
	}

	/**
	 * The run goes on with the denial, and fails because the server has no such thread.
	 */
	private void denyWaitingCalls(String threadId) {
		PendingCallQuery query = PendingCallQuery.thread(threadId);
		CursorPage<PendingCall> page;
		do {
			page = this.approvals.pending(query, Map.of());
			page.data().forEach(this::deny);
			query = query.after(page.lastId());
		}
		while (page.hasMore());
	}

	private void deny(PendingCall call) {
		CallDecision.Verdict verdict = (call.kind() == PendingCall.Kind.OUTPUT) ? CallDecision.Verdict.FAILED
				: CallDecision.Verdict.DENIED;
		Decision decision = Decision.by(CallDecision.APPLICATION).reason("The thread was deleted");
		this.approvals.decide(call.id(), CallDecision.of(verdict, decision, this.scheduler.getClock().instant()));
	}

	private void deleted(String threadId) {
		this.deletions.forEach((deletion) -> deletion.threadDeleted(threadId));
	}

	@Override
	public Message addMessage(String threadId, Message message) {
		return this.busyThreadPolicy.whenFree(() -> this.gateway.threads().addMessage(threadId, message),
				new ActiveRunCanceller(this.gateway, this.approvals, this.scheduler.getClock()), this.scheduler);
	}

	@Override
	public Message loadMessage(String messageId, String threadId) {
		return this.gateway.threads().loadMessage(messageId, threadId);
	}

	@Override
	public CursorPage<Message> messages(String threadId, PageQuery query) {
		return this.gateway.threads().messages(threadId, query);
	}

	@Override
	public Transcript transcript(String threadId) {
		return this.gateway.threads().transcript(threadId);
	}

	@Override
	public List<Message> messages(Run run) {
		return this.gateway.messages(run);
	}

	@Override
	public ThreadTemplate withApiKey(String apiKey) {
		return on(this.connections.withApiKey(apiKey));
	}

	@Override
	public ThreadTemplate withConnection(String connection) {
		return on(this.connections.select(connection));
	}

	@Override
	public ThreadTemplate withContext(Map<String, ?> context) {
		return on(this.connections.withContext(Map.copyOf(context)));
	}

	private ThreadTemplate on(Connections connections) {
		return new ThreadTemplate(connections, this.busyThreadPolicy, this.scheduler, this.approvals, this.deletions);
	}

}
