package io.github.openairun.engine;

import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunResult;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunStreams;

/**
 * The access of a drive to the server.
 */
final class DriveServer {

	private static final Log logger = LogFactory.getLog(DriveServer.class);

	/** After so many broken streams, the run is polled. */
	static final int MAX_BROKEN_STREAMS = 3;

	private final RunGateway gateway;

	private final RunGateway timely;

	private final RunGateway once;

	private final @Nullable RunStreams streams;

	private final BusyThreadPolicy busyThread;

	private final ApprovalStore approvals;

	private final Clock clock;

	private BooleanSupplier inTime = () -> true;

	/**
	 * Create the access.
	 * @param gateway the wire
	 * @param busyThread the policy for a thread on which another run is active
	 * @param approvals has the calls of the run that a busy thread waits for
	 * @param clock the clock
	 */
	DriveServer(RunGateway gateway, BusyThreadPolicy busyThread, ApprovalStore approvals, Clock clock) {
		this.gateway = gateway;
		this.timely = gateway.within(() -> this.inTime.getAsBoolean());
		this.once = gateway.forDrive().within(() -> this.inTime.getAsBoolean());
		this.streams = this.once.streams();
		this.busyThread = busyThread;
		this.approvals = approvals;
		this.clock = clock;
	}

	/**
	 * Set the time limit of the drive.
	 * @param inTime whether an operation may send a further request
	 */
	void within(BooleanSupplier inTime) {
		this.inTime = inTime;
	}

	/** Return the gateway that neither waits nor repeats requests. */
	RunGateway once() {
		return this.once;
	}

	@Nullable RunStreams streams() {
		return this.streams;
	}

	Clock clock() {
		return this.clock;
	}

	/** Begin a wait for a busy thread. */
	BusyThreadPolicy.Wait busyThread() {
		return this.busyThread.begin(new ActiveRunCanceller(this.gateway, this.approvals, this.clock));
	}

	/** Return the id of the newest response of a run, or {@code null} if it has none. */
	@Nullable String responseId(Run run) {
		return this.gateway.responseId(run);
	}

	/** Fetch the newest snapshot. */
	Run refresh(Run run) {
		return this.timely.refresh(run);
	}

	/** Cancel a run. */
	Run cancel(Run run) {
		return this.gateway.cancel(run);
	}

	/** Cancel a run if that is possible. */
	Run tryCancel(Run run) {
		try {
			return this.gateway.cancel(run);
		}
		catch (RunException ex) {
			logger.warn("Run " + LogText.of(run.id()) + " could not be cancelled", ex);
			return run;
		}
	}

	private List<Message> messages(Run run) {
		try {
			return this.once.messages(run);
		}
		catch (RepeatableException ex) {
			return this.timely.messages(run);
		}
	}

	/** Return the messages that a run has written so far. */
	RunResult resultSoFar(Run run) {
		try {
			return new RunResult(run, messages(run));
		}
		catch (RunException ex) {
			logger.warn("The messages that run " + LogText.of(run.id()) + " has written so far could not be read", ex);
			return new RunResult(run, List.of());
		}
	}

}
