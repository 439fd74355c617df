package io.github.openairun.observation;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.openairun.Assistant;
import io.github.openairun.Run;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;

/**
 * Context of the observation of one drive of a run, from its start to its end.
 *
 * @since 0.1.0
 */
public final class DriveObservationContext extends Observation.Context {

	/** The value of a key that is absent, or not known yet. */
	public static final String NONE = "none";

	private final String wire;

	private final String provider;

	private final boolean content;

	private final boolean takenUp;

	private final Map<RunStatus, Duration> statusTimes = Collections.synchronizedMap(new EnumMap<>(RunStatus.class));

	private volatile Function<Run, @Nullable String> responseIds = (run) -> null;

	private volatile @Nullable String agentName;

	private volatile @Nullable String agentId;

	private volatile @Nullable String requestModel;

	private volatile @Nullable String threadId;

	private volatile @Nullable Run run;

	private volatile @Nullable RunUsage usageBefore;

	private volatile @Nullable RunResult result;

	private volatile @Nullable Throwable failure;

	private volatile int rounds;

	private volatile int polls;

	/**
	 * Create a context.
	 * @param wire the name of the wire
	 * @param provider the provider of the server
	 * @param content whether content may be observed
	 * @param takenUp whether the run is resumed
	 */
	public DriveObservationContext(String wire, String provider, boolean content, boolean takenUp) {
		this.wire = wire;
		this.provider = provider;
		this.content = content;
		this.takenUp = takenUp;
	}

	/**
	 * Return whether the drive resumes an existing run.
	 * @return whether the run is resumed
	 */
	public boolean isTakenUp() {
		return this.takenUp;
	}

	public String wire() {
		return this.wire;
	}

	public String provider() {
		return this.provider;
	}

	/**
	 * Return the name of the assistant, if the application defines it.
	 * @return the name, or {@code null}
	 */
	public @Nullable String agentName() {
		return this.agentName;
	}

	/**
	 * Return the id of the assistant on the server.
	 * @return the id, or {@code null}
	 */
	public @Nullable String agentId() {
		return this.agentId;
	}

	/**
	 * Set the assistant. One without a name is identified by its id.
	 * @param assistant the assistant, or {@code null} if the application does not define
	 * it
	 */
	public void agent(@Nullable Assistant assistant) {
		if (assistant != null) {
			this.agentId = assistant.id();
			this.agentName = assistant.name().equals(assistant.id()) ? null : assistant.name();
			this.requestModel = assistant.settings().model();
		}
	}

	/**
	 * Set the requested model.
	 * @param model the model, or {@code null} if the server decides
	 */
	public void requestModel(@Nullable String model) {
		this.requestModel = model;
	}

	public @Nullable String requestModel() {
		return this.requestModel;
	}

	/**
	 * Return the id of the thread.
	 * @return the id, or {@code null} if it is not known yet
	 */
	public @Nullable String threadId() {
		Run run = this.run;
		return (run != null) ? run.threadId() : this.threadId;
	}

	public void threadId(@Nullable String threadId) {
		this.threadId = threadId;
	}

	/**
	 * Return the newest snapshot.
	 * @return the run, or {@code null} if there is none yet
	 */
	public @Nullable Run run() {
		return this.run;
	}

	/**
	 * Set the newest snapshot.
	 * @param run the run
	 * @param rounds how many times outputs were submitted so far
	 */
	public void seen(Run run, int rounds) {
		this.run = run;
		this.rounds = rounds;
	}

	/**
	 * Set how to read the id of the newest model response from a run.
	 * @param responseIds returns the id, or {@code null} if it is not known
	 */
	public void responseIds(Function<Run, @Nullable String> responseIds) {
		this.responseIds = responseIds;
	}

	/**
	 * Return the id of the newest model response of the run.
	 * @return the id, or {@code null} if it is not known or the wire has none
	 */
	public @Nullable String responseId() {
		Run run = this.run;
		return (run != null) ? this.responseIds.apply(run) : null;
	}

	/**
	 * Record the time that the run has spent in a status.
	 * @param status the status
	 * @param time for how long
	 */
	public void spent(RunStatus status, Duration time) {
		this.statusTimes.merge(status, time, Duration::plus);
	}

	/**
	 * Return how long the run was in each of its former statuses.
	 * @return the times
	 */
	public Map<RunStatus, Duration> statusTimes() {
		synchronized (this.statusTimes) {
			return Map.copyOf(this.statusTimes);
		}
	}

	/** Record a poll. */
	public void polled() {
		this.polls++;
	}

	public int polls() {
		return this.polls;
	}

	public int rounds() {
		return this.rounds;
	}

	/**
	 * Record the tokens that the run had used when the drive resumed it.
	 * @param usage the tokens, or {@code null} for none
	 */
	public void usageBefore(@Nullable RunUsage usage) {
		this.usageBefore = usage;
	}

	/**
	 * Return the tokens that the run has used in this drive.
	 * @return the tokens, or {@code null} if the server has not reported them
	 */
	public @Nullable RunUsage usage() {
		Run run = this.run;
		RunUsage usage = (run != null) ? run.usage() : null;
		RunUsage before = this.usageBefore;
		return (usage == null || before == null) ? usage : new RunUsage(usage.promptTokens() - before.promptTokens(),
				usage.completionTokens() - before.completionTokens(), usage.totalTokens() - before.totalTokens());
	}

	/**
	 * Record the end of the run.
	 * @param result the ended run with its messages
	 */
	public void ended(RunResult result) {
		this.run = result.run();
		this.result = result;
	}

	/**
	 * Record the failure of the drive.
	 * @param failure the failure
	 */
	public void failed(Throwable failure) {
		this.failure = failure;
	}

	/**
	 * Return the failure of the drive.
	 * @return the error, or {@code null}
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Return the text of the model, if content may be observed.
	 * @return the text, or {@code null}
	 */
	public @Nullable String output() {
		RunResult result = this.result;
		return (this.content && result != null && result.run().status() == RunStatus.COMPLETED) ? result.text() : null;
	}

	/**
	 * Return the outcome of the drive: {@code success}, {@code cancelled},
	 * {@code timeout}, {@code limit}, {@code interrupted}, {@code error}, or
	 * {@link #NONE} until its end.
	 * @return the outcome
	 */
	public String outcome() {
		return DriveOutcome.of(this.result, this.failure);
	}

	/**
	 * Return the type of the exception that has ended the drive, or the status of a run
	 * that has not completed.
	 * @return the kind, or {@link #NONE}
	 */
	public String errorType() {
		String outcome = outcome();
		if (outcome.equals(NONE) || outcome.equals("success") || outcome.equals("cancelled")) {
			return NONE;
		}
		Throwable failure = this.failure;
		return (failure != null) ? failure.getClass().getName() : status();
	}

	/**
	 * Return the status of the newest snapshot.
	 * @return one of the statuses that are known, {@code unknown}, or {@link #NONE}
	 */
	public String status() {
		Run run = this.run;
		return (run != null) ? run.status().text() : NONE;
	}

	/**
	 * Return the error of the observation.
	 * @return the error, or {@code null} if there was none
	 */
	public @Nullable Throwable observedError() {
		String type = errorType();
		return type.equals(NONE) ? null : ObservedError.of(type, this.failure, this.content);
	}

}
