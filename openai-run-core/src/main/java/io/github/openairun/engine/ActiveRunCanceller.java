package io.github.openairun.engine;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.RunGateway;

/**
 * Cancels the run that keeps a thread busy, if it can be found, and withdraws its calls
 * that wait.
 */
final class ActiveRunCanceller implements Consumer<ThreadBusyException> {

	private static final Log logger = LogFactory.getLog(ActiveRunCanceller.class);

	private final RunGateway gateway;

	private final ApprovalStore approvals;

	private final Clock clock;

	ActiveRunCanceller(RunGateway gateway, ApprovalStore approvals, Clock clock) {
		this.gateway = gateway;
		this.approvals = approvals;
		this.clock = clock;
	}

	@Override
	public void accept(ThreadBusyException busy) {
		String threadId = busy.threadId();
		try {
			Optional<Run> active = find(busy);
			if (active.isEmpty()) {
				logger.warn("The run that keeps thread '" + LogText.of(threadId)
						+ "' busy is not known, so it cannot be " + "cancelled; waiting for it");
				return;
			}
			logger.warn("Cancelling run '" + LogText.of(active.get().id()) + "', which keeps thread '"
					+ LogText.of(threadId) + "' busy");
			this.gateway.cancel(active.get());
			this.approvals.withdraw(active.get().id(), this.clock.instant());
		}
		catch (RunException ex) {
			logger.warn("The run that keeps thread '" + LogText.of(threadId)
					+ "' busy could not be cancelled; waiting for it", ex);
		}
	}

	private Optional<Run> find(ThreadBusyException busy) {
		String runId = busy.blockingRunId();
		if (runId != null) {
			return Optional.of(this.gateway.load(runId, busy.threadId()));
		}
		if (!this.gateway.capabilities().supports(RunCapability.LIST_RUNS)) {
			return Optional.empty();
		}
		return this.gateway.list(busy.threadId(), PageQuery.newestFirst())
			.data()
			.stream()
			.filter((run) -> !run.status().isTerminal())
			.findFirst();
	}

}
