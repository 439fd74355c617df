package io.github.openairun.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.SubmissionTrace;

/**
 * Submits tool outputs so that the server takes them once: if the answer is lost, it
 * looks what became of them, and submits again only when they have not arrived.
 */
class Submission {

	private static final Log logger = LogFactory.getLog(Submission.class);

	private static final Duration FIRST_LOOK = Duration.ofMillis(500);

	private static final Duration LAST_LOOK = Duration.ofSeconds(4);

	/** Outputs that are still on their way look absent at first. */
	private static final int LOOKS_UNTIL_ABSENT = 2;

	private final RunGateway gateway;

	private final BusyThreadPolicy busyThreadPolicy;

	private final Clock clock;

	Submission(RunGateway gateway, BusyThreadPolicy busyThreadPolicy, Clock clock) {
		this.gateway = gateway;
		this.busyThreadPolicy = busyThreadPolicy;
		this.clock = clock;
	}

	/**
	 * Submit the outputs.
	 * @param deadline until when to look for outputs whose answer was lost
	 * @throws RunOutcomeUnknownException if it cannot be found out whether they arrived
	 */
	Run submit(Run run, List<ToolOutput> outputs, Instant deadline) {
		try {
			return this.busyThreadPolicy.whenFree(() -> this.gateway.submitToolOutputs(run, outputs));
		}
		catch (RunOutcomeUnknownException ex) {
			logger
				.warn("The answer to the tool outputs of run " + run.id() + " was lost; looking whether they arrived");
			return recover(run, outputs, deadline, ex);
		}
	}

	private Run recover(Run run, List<ToolOutput> outputs, Instant deadline, RunOutcomeUnknownException lost) {
		int absent = 0;
		Duration pause = FIRST_LOOK;
		while (this.clock.instant().isBefore(deadline)) {
			pause(pause, lost);
			pause = (pause.compareTo(LAST_LOOK) < 0) ? pause.multipliedBy(2) : LAST_LOOK;
			SubmissionTrace trace = look(run, outputs);
			if (trace instanceof SubmissionTrace.Arrived arrived) {
				return arrived.run();
			}
			absent = (trace instanceof SubmissionTrace.Absent) ? absent + 1 : 0;
			if (absent >= LOOKS_UNTIL_ABSENT) {
				absent = 0;
				Run sent = sendAgain(run, outputs);
				if (sent != null) {
					return sent;
				}
			}
		}
		throw lost;
	}

	private void pause(Duration pause, RunOutcomeUnknownException lost) {
		try {
			this.busyThreadPolicy.sleeper().sleep(pause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw lost;
		}
	}

	private SubmissionTrace look(Run run, List<ToolOutput> outputs) {
		try {
			return this.gateway.traceSubmission(run, outputs);
		}
		catch (ApiConnectionException | ServerErrorException ex) {
			return new SubmissionTrace.Undecided();
		}
	}

	/**
	 * Submit once more. The server refuses outputs that it has got in the meantime, and a
	 * thread that is busy now may be so because of them: then it is time for another
	 * look.
	 */
	private @Nullable Run sendAgain(Run run, List<ToolOutput> outputs) {
		try {
			return this.gateway.submitToolOutputs(run, outputs);
		}
		catch (BadRequestException | ThreadBusyException | RunOutcomeUnknownException ex) {
			return null;
		}
	}

}
