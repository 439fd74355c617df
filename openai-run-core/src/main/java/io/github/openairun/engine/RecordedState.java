package io.github.openairun.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.openairun.BuiltInTool;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;

/**
 * Keeps the record of a drive up to date, and lets a drive go on from a record.
 */
final class RecordedState {

	private final DriveState state;

	private final boolean recording;

	RecordedState(DriveState state) {
		this.state = state;
		this.recording = !state.plan().recording().isNone();
	}

	/**
	 * Return the phase that creates the run. Another process may have sent the request
	 * already, so the thread is recorded before the request is sent, which can then be
	 * traced.
	 */
	Phase creation(RunGateway gateway, RunCreation creation) {
		DriveProgress progress = this.state.progress();
		RunCreation onThread = gateway.onThread(on(creation, progress.threadId()));
		if (this.recording && onThread.request().threadId() == null) {
			onThread = on(onThread, gateway.threads().create(List.of(), Map.of()).id());
		}
		this.state.threadKnown(onThread.request().threadId());
		SendPhase phase = new SendPhase(this.state, new ServerCommand.CreateRun(gateway, onThread), List.of());
		if (progress.isCreating()) {
			return phase.tracing(mayBeAbandoned(creation) ? this::anew : null);
		}
		if (this.recording) {
			this.state.progress(progress.creating(onThread.request().threadId()));
			this.state.journal().creating(this.state.progress());
		}
		return phase;
	}

	private static RunCreation on(RunCreation creation, @Nullable String threadId) {
		return (threadId == null) ? creation : creation.with(creation.request().mutate().thread(threadId).build());
	}

	/**
	 * Return whether a run that nobody knows may be left alone on a thread that nobody
	 * else knows: nobody answers its calls, and generating text has no effect. A tool
	 * that the server executes at another server may have one.
	 */
	private static boolean mayBeAbandoned(RunCreation creation) {
		return creation.request().threadId() == null && !creation.request().extraBody().containsKey("tools")
				&& creation.assistant()
					.builtInTools()
					.stream()
					.noneMatch((tool) -> tool instanceof BuiltInTool.Mcp || tool instanceof BuiltInTool.Other);
	}

	private Phase anew() {
		this.state.progress(this.state.progress().notCreated());
		return new StartPhase(this.state);
	}

	/**
	 * Note the first snapshot of the run, and continue with what is recorded about its
	 * calls.
	 */
	void arrived(Run run) {
		if (this.state.plan().start() instanceof DrivePlan.Start.Resume known && !known.outputs().isEmpty()) {
			this.state.progress(this.state.progress().answered(given(run, known.outputs())));
		}
		if (!this.recording) {
			return;
		}
		DriveProgress progress = this.state.progress();
		if (progress.runId() == null) {
			this.state.progress(progress.at(run));
			this.state.journal().created(run, this.state.progress());
		}
		else if (progress.isSubmitting() && hasGoneOn(run, progress)) {
			this.state.progress(progress.submittedUnseen());
			submitted(run);
		}
	}

	private List<ToolAnswer> given(Run run, Map<String, String> outputs) {
		List<ToolAnswer> given = new ArrayList<>();
		for (ToolCall call : run.toolCalls()) {
			String output = outputs.get(call.id());
			if (output != null && !call.remote() && this.state.progress().answer(call) == null) {
				given.add(new ToolAnswer(call, output, ToolOutcome.SUCCESS));
			}
		}
		return given;
	}

	/** Return whether a run no longer waits for the outputs that are recorded. */
	private boolean hasGoneOn(Run run, DriveProgress progress) {
		if (!run.requiresAction()) {
			return true;
		}
		String asking = progress.asking();
		String now = this.state.server().responseId(run);
		boolean another = asking != null && now != null && !Objects.equals(asking, now);
		return another || run.toolCalls().stream().anyMatch((call) -> progress.answer(call) == null);
	}

	/** Return the phase that submits outputs. */
	Phase submission(Run run, List<ToolOutput> outputs) {
		// Each part of the round was limited by itself, if some of its calls have waited.
		List<ToolOutput> limited = this.state.plan().executor().limit(outputs);
		boolean trace = this.state.progress().isSubmitting();
		SendPhase phase = new SendPhase(this.state,
				new ServerCommand.SubmitOutputs(this.state.server().once(), run, limited), limited);
		if (trace) {
			return phase.tracing(null);
		}
		if (this.recording) {
			this.state.progress(this.state.progress().submitting(run, this.state.server().responseId(run)));
			this.state.journal().submitting(run, this.state.progress());
		}
		return phase;
	}

	/**
	 * Note that a request is repeated.
	 * @param submission whether it submits outputs, and does not create the run
	 */
	void repeating(boolean submission) {
		if (!this.recording) {
			return;
		}
		if (submission) {
			this.state.journal().submitting(this.state.requiredRun(), this.state.progress());
		}
		else {
			this.state.journal().creating(this.state.progress());
		}
	}

	/** Note decisions about calls of remote servers. */
	void decided(Run run, List<ToolAnswer> decisions) {
		DriveProgress progress = this.state.progress();
		this.state.progress(progress.answered(
				this.recording ? this.state.journal().answered(run, progress.rounds() + 1, decisions) : decisions));
	}

	/** Return whether the drive ends instead of a pause, and goes on from its record. */
	boolean isPausing(Run run, Duration pause) {
		DriveProgress progress = this.state.progress();
		if (!this.recording || run.requiresAction() || progress.cancelled()) {
			return false;
		}
		return this.state.journal().pausing(run, this.state.server().responseId(run), progress.polled(), pause);
	}

	/** Note that the server has the outputs of a round. */
	void submitted(Run run) {
		if (this.recording) {
			this.state.progress(this.state.progress().at(run));
			this.state.journal().submitted(run, this.state.progress());
		}
	}

}
