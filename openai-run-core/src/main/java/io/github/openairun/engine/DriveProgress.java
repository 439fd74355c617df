package io.github.openairun.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Delivery;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.support.LogText;

/**
 * The progress of a drive: everything that its next step depends on besides the newest
 * snapshot of its run. Instances are immutable.
 * <p>
 * The JSON form is documented in the engine's reference and has a version number, so that
 * a process never goes on from a record that it does not understand.
 *
 * @since 0.1.0
 */
public final class DriveProgress {

	private static final DriveProgress NONE = new DriveProgress(new ProgressFields());

	private final ProgressFields fields;

	private DriveProgress(ProgressFields fields) {
		this.fields = fields;
	}

	/**
	 * Return the progress of a drive that has not begun.
	 * @return the progress
	 */
	public static DriveProgress none() {
		return NONE;
	}

	static DriveProgress begin(Instant deadline) {
		return NONE.deadline(deadline);
	}

	static DriveProgress of(ProgressFields fields) {
		return new DriveProgress(fields.copy());
	}

	/**
	 * Read a progress from its JSON form.
	 * @param json the text that {@link #toJson()} has returned
	 * @return the progress
	 * @throws IllegalArgumentException if the text is no progress, or one of a newer
	 * version
	 */
	public static DriveProgress fromJson(String json) {
		return ProgressJson.read(json);
	}

	/**
	 * Return the JSON form. It contains the arguments and the outputs of calls, so
	 * protect it like the messages.
	 * @return the JSON text
	 */
	public String toJson() {
		return ProgressJson.write(this).toString();
	}

	private DriveProgress with(Change change) {
		ProgressFields copy = this.fields.copy();
		change.apply(copy);
		return new DriveProgress(copy);
	}

	/**
	 * Return the same progress with another deadline.
	 * @param deadline when the drive must stop
	 * @return the progress
	 */
	public DriveProgress withDeadline(Instant deadline) {
		Assert.notNull(deadline, "'deadline' must not be null");
		return deadline(deadline);
	}

	/**
	 * Return the same progress of a run that may take as much time as in the beginning.
	 * @return the progress
	 */
	public DriveProgress withoutDeadline() {
		return with((copy) -> copy.deadline = null);
	}

	DriveProgress deadline(Instant deadline) {
		return with((copy) -> copy.deadline = deadline);
	}

	DriveProgress polled() {
		return with((copy) -> copy.counts = new ProgressFields.Counts(polls() + 1, rounds(), refusedRounds()));
	}

	/** Return the progress of a drive that is about to create its run. */
	DriveProgress creating(@Nullable String threadId) {
		return with((copy) -> {
			copy.creating = true;
			copy.threadId = threadId;
		});
	}

	/** Return the progress of a drive that has to create its run once more. */
	DriveProgress notCreated() {
		return with((copy) -> {
			copy.creating = false;
			copy.threadId = null;
		});
	}

	/** Return the progress of a drive whose run is known. */
	DriveProgress at(Run run) {
		return with((copy) -> {
			copy.creating = false;
			copy.threadId = run.threadId();
			copy.run = RunReference.of(run);
		});
	}

	/**
	 * Return the progress after a handler was called.
	 * @param call the call
	 * @param delivery what happens to the call if its output is not recorded
	 * @return the progress
	 */
	public DriveProgress begun(ToolCall call, Delivery delivery) {
		Assert.notNull(call, "'call' must not be null");
		Assert.notNull(delivery, "'delivery' must not be null");
		return with((copy) -> copy.begun().put(call.id(), new ProgressFields.Begun(call, delivery)));
	}

	/**
	 * Return the progress after a call was answered.
	 * @param answer the call with its output
	 * @return the progress
	 */
	public DriveProgress answered(ToolAnswer answer) {
		Assert.notNull(answer, "'answer' must not be null");
		return answered(List.of(answer));
	}

	DriveProgress answered(List<ToolAnswer> answers) {
		return with((copy) -> {
			for (ToolAnswer answer : answers) {
				ToolCall call = answer.call();
				if (answer.outcome() != ToolOutcome.LIMIT_EXCEEDED) {
					copy.calls().merge(ProgressFields.Signature.of(call), 1, Integer::sum);
				}
				copy.answers().put(call.id(), answer);
				if (copy.begun.containsKey(call.id())) {
					copy.begun().remove(call.id());
				}
				if (copy.submitted.contains(call.id())) {
					copy.submitted().remove(call.id());
				}
			}
		});
	}

	DriveProgress answered(LoopStep.Dispatch dispatched, List<ToolOutput> outputs) {
		List<ToolAnswer> answers = new ArrayList<>(outputs.size());
		for (int i = 0; i < outputs.size(); i++) {
			ToolCall call = dispatched.calls().get(i);
			answers.add(new ToolAnswer(call, outputs.get(i).output(),
					dispatched.refusals().containsKey(call.id()) ? ToolOutcome.LIMIT_EXCEEDED : ToolOutcome.SUCCESS));
		}
		return answered(answers);
	}

	/** Return the progress of a drive that is about to submit the outputs of a run. */
	DriveProgress submitting(Run run, @Nullable String responseId) {
		return with((copy) -> {
			copy.submitting = true;
			copy.asking = responseId;
			copy.run = RunReference.of(run);
		});
	}

	DriveProgress submitted(List<ToolOutput> outputs) {
		return submitted(outputs.stream().map(ToolOutput::callId).toList());
	}

	private DriveProgress submitted(Collection<String> callIds) {
		return with((copy) -> {
			copy.submitting = false;
			copy.asking = null;
			copy.submitted().addAll(callIds);
			copy.counts = new ProgressFields.Counts(0, rounds() + 1,
					areRefused(copy, callIds) ? refusedRounds() + 1 : 0);
		});
	}

	/** Return whether all calls of a round were refused because of a limit. */
	private static boolean areRefused(ProgressFields fields, Collection<String> callIds) {
		return !callIds.isEmpty() && callIds.stream()
			.map(fields.answers::get)
			.allMatch((answer) -> answer != null && answer.outcome() == ToolOutcome.LIMIT_EXCEEDED);
	}

	/**
	 * Return the progress of a drive whose run has begun its next round: from now on,
	 * equal calls with equal ids are new calls.
	 */
	DriveProgress wentOn() {
		if (this.fields.submitted.isEmpty()) {
			return this;
		}
		return with((copy) -> {
			copy.answers().keySet().removeAll(copy.submitted);
			copy.submitted = Set.of();
		});
	}

	/**
	 * Return the progress of a drive that finds its run at work or with other calls
	 * although the submission was not recorded: it has taken effect.
	 */
	DriveProgress submittedUnseen() {
		return submitted(this.fields.answers.keySet()).wentOn();
	}

	/**
	 * Return the progress of a round of which some calls wait.
	 * @param parked the calls that wait, and those that wait for them, by id
	 */
	DriveProgress parked(Map<String, ToolCall> parked) {
		return (parked.isEmpty() && this.fields.parked.isEmpty()) ? this : with((copy) -> {
			copy.parked = Map.copyOf(parked);
			copy.waited |= !parked.isEmpty();
		});
	}

	/** Return the progress of a drive that can do nothing until a call is decided. */
	DriveProgress suspended(Instant now) {
		return with((copy) -> {
			copy.waited = true;
			copy.suspendedAt = now;
		});
	}

	/**
	 * Return the progress of a drive that goes on after it was suspended. The calls that
	 * waited are looked at again, and the time that has passed does not count.
	 * @param now when the drive goes on
	 * @return the progress
	 */
	public DriveProgress resumed(Instant now) {
		return with((copy) -> {
			Instant since = copy.suspendedAt;
			if (since != null && copy.deadline != null && since.isBefore(now)) {
				copy.deadline = copy.deadline.plus(Duration.between(since, now));
			}
			copy.suspendedAt = null;
			copy.parked = Map.of();
		});
	}

	/**
	 * Return the progress after a request to cancel the run.
	 * @param deadline when to stop waiting for the cancellation
	 */
	DriveProgress cancelled(Instant deadline) {
		return with((copy) -> {
			copy.deadline = deadline;
			copy.counts = new ProgressFields.Counts(0, rounds(), refusedRounds());
			copy.cancelled = true;
		});
	}

	/**
	 * Return the progress without the calls of the round under way and without outputs
	 * that the server has, for a journal that keeps calls and outputs apart from the
	 * progress: {@link #begun} and {@link #answered} add those of the round again.
	 * @return the progress
	 */
	public DriveProgress withoutCalls() {
		return with((copy) -> {
			List<ToolAnswer> open = copy.answers.values()
				.stream()
				.filter((answer) -> !copy.submitted.contains(answer.call().id()))
				.toList();
			for (ToolAnswer answer : open) {
				copy.answers().remove(answer.call().id());
				if (answer.outcome() != ToolOutcome.LIMIT_EXCEEDED) {
					copy.calls()
						.computeIfPresent(ProgressFields.Signature.of(answer.call()),
								(signature, count) -> (count > 1) ? count - 1 : null);
				}
			}
			copy.answers().replaceAll((id, answer) -> new ToolAnswer(answer.call(), "", answer.outcome()));
			copy.begun = Map.of();
		});
	}

	/**
	 * Return when the drive must stop.
	 * @return the deadline, or {@code null} if it has not begun
	 */
	public @Nullable Instant deadline() {
		return this.fields.deadline;
	}

	/** Return when a drive that has begun must stop. */
	Instant end() {
		Instant deadline = this.fields.deadline;
		return (deadline != null) ? deadline : Instant.MAX;
	}

	/**
	 * Return the thread of the run.
	 * @return the id, or {@code null} if it is not known yet
	 */
	public @Nullable String threadId() {
		return this.fields.threadId;
	}

	/**
	 * Return the run.
	 * @return the id, or {@code null} if the run is not known to exist
	 */
	public @Nullable String runId() {
		RunReference run = this.fields.run;
		return (run != null) ? run.id() : null;
	}

	/** Return what is known of the run, or {@code null} if it is not known to exist. */
	@Nullable RunReference position() {
		return this.fields.run;
	}

	/** Return whether a request to create the run may have been sent. */
	boolean isCreating() {
		return this.fields.creating;
	}

	/** Return whether a request with the outputs may have been sent. */
	boolean isSubmitting() {
		return this.fields.submitting;
	}

	/** Return the response whose outputs are submitted, or {@code null}. */
	@Nullable String asking() {
		return this.fields.asking;
	}

	/** Return whether a call waits, or waits for one that does. */
	boolean isParked(ToolCall call) {
		return call.equals(this.fields.parked.get(call.id()));
	}

	/** Return whether the drive was suspended before. */
	boolean hasWaited() {
		return this.fields.waited;
	}

	/**
	 * Return whether calls of the run wait, and nothing else could be done.
	 * @return whether the drive is suspended
	 */
	public boolean isSuspended() {
		return this.fields.suspendedAt != null;
	}

	boolean cancelled() {
		return this.fields.cancelled;
	}

	int polls() {
		return this.fields.counts.polls();
	}

	/**
	 * Return how many times the server has accepted the outputs of a round.
	 * @return the number
	 */
	public int rounds() {
		return this.fields.counts.rounds();
	}

	int refusedRounds() {
		return this.fields.counts.refusedRounds();
	}

	/** Return the answers of the round under way, and those that were submitted last. */
	Collection<ToolAnswer> answers() {
		return List.copyOf(this.fields.answers.values());
	}

	@Nullable ToolOutput answer(ToolCall call) {
		ToolAnswer answer = this.fields.answers.get(call.id());
		return (answer != null && answer.answers(call)) ? answer.toolOutput(call) : null;
	}

	/**
	 * Return which of the calls have begun in another process and must not be executed
	 * again.
	 */
	Set<String> interrupted(Collection<ToolCall> calls) {
		if (this.fields.begun.isEmpty()) {
			return Set.of();
		}
		return calls.stream().filter((call) -> {
			ProgressFields.Begun begun = this.fields.begun.get(call.id());
			return begun != null && begun.call().equals(call) && begun.delivery() == Delivery.AT_MOST_ONCE;
		}).map(ToolCall::id).collect(Collectors.toSet());
	}

	boolean hasSubmitted(Collection<ToolCall> pending) {
		return pending.stream().allMatch((call) -> this.fields.submitted.contains(call.id()) && answer(call) != null);
	}

	int totalCalls() {
		return this.fields.calls.values().stream().mapToInt(Integer::intValue).sum();
	}

	int callsOf(String tool) {
		return this.fields.calls.entrySet()
			.stream()
			.filter((made) -> made.getKey().name().equals(tool))
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

	int identicalCalls(ToolCall call) {
		return this.fields.calls.getOrDefault(ProgressFields.Signature.of(call), 0);
	}

	/** Return a copy of everything. */
	ProgressFields fields() {
		return this.fields.copy();
	}

	/**
	 * Names the run, and leaves the calls out.
	 */
	@Override
	public String toString() {
		return "DriveProgress[runId=" + LogText.of(String.valueOf(runId())) + ", rounds=" + rounds() + "]";
	}

	@FunctionalInterface
	private interface Change {

		void apply(ProgressFields fields);

	}

}
