package io.github.openairun.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.openairun.Delivery;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.tool.ToolCallRecorder;

/**
 * Records the calls of one round in a journal, and knows which outputs it has.
 */
final class RecordedRound implements ToolCallRecorder {

	private final DriveJournal journal;

	private final Run run;

	private final int round;

	private final ToolCallRecorder recorder;

	private final Runnable waker;

	/** The answers that are to be recorded by the thread of the drive. */
	private final Queue<ToolAnswer> unrecorded = new ConcurrentLinkedQueue<>();

	private final Map<String, ToolAnswer> recorded = new ConcurrentHashMap<>();

	private final Map<String, ToolOutcome> outcomes = new ConcurrentHashMap<>();

	private RecordedRound(DriveJournal journal, Run run, int round, Runnable waker) {
		this.journal = journal;
		this.run = run;
		this.round = round;
		this.recorder = journal.recorder(run, round);
		this.waker = waker;
	}

	/**
	 * Begin a round.
	 * @param journal records the calls
	 * @param run the run that waits for their outputs
	 * @param round the number of the round
	 * @param waker wakes the thread of the drive to record answers
	 */
	static RecordedRound begin(DriveJournal journal, Run run, int round, Runnable waker) {
		return new RecordedRound(journal, run, round, waker);
	}

	@Override
	public Answer record(ToolCall call, Delivery delivery, HandlerCall handler) throws Throwable {
		Answer answer = this.recorder.record(call, delivery, handler);
		this.recorded.put(call.id(), new ToolAnswer(call, answer.output(), answer.outcome()));
		return answer;
	}

	@Override
	public void answered(ToolCall call, Answer answer) {
		this.unrecorded.add(new ToolAnswer(call, answer.output(), answer.outcome()));
		this.waker.run();
	}

	/** Record the answers that no handler has given, on the thread of the drive. */
	void recordAnswers() {
		List<ToolAnswer> answers = new ArrayList<>();
		for (ToolAnswer answer = this.unrecorded.poll(); answer != null; answer = this.unrecorded.poll()) {
			answers.add(answer);
		}
		if (!answers.isEmpty()) {
			for (ToolAnswer counting : this.journal.answered(this.run, this.round, List.copyOf(answers))) {
				this.recorded.put(counting.call().id(), counting);
			}
		}
	}

	/** Note how a call has ended. */
	void ended(ToolCall call, ToolOutcome outcome) {
		this.outcomes.put(call.id(), outcome);
	}

	/**
	 * Record what is not recorded yet, and return the outputs that count.
	 * @param dispatch the calls of the round
	 * @param outputs their outputs
	 */
	List<ToolAnswer> answers(LoopStep.Dispatch dispatch, List<ToolOutput> outputs) {
		recordAnswers();
		List<ToolAnswer> answers = new ArrayList<>(outputs.size());
		for (int i = 0; i < outputs.size(); i++) {
			ToolAnswer answer = answer(dispatch, dispatch.calls().get(i), outputs.get(i));
			answers.add(answer);
			if (!this.recorded.containsKey(answer.call().id())) {
				this.unrecorded.add(answer);
			}
		}
		// An executor of the application need not tell of the answers one by one.
		recordAnswers();
		return answers.stream().map(this::counting).toList();
	}

	/** Return the output of a call as far as it is submitted, or the recorded one. */
	private ToolAnswer counting(ToolAnswer answer) {
		ToolAnswer recorded = this.recorded.getOrDefault(answer.call().id(), answer);
		// A handler may have ended just after its timeout.
		return (recorded.outcome() == answer.outcome()) ? answer : recorded;
	}

	private ToolAnswer answer(LoopStep.Dispatch dispatch, ToolCall call, ToolOutput output) {
		return new ToolAnswer(call, output.output(), dispatch.refusals().containsKey(call.id())
				? ToolOutcome.LIMIT_EXCEEDED : this.outcomes.getOrDefault(call.id(), ToolOutcome.SUCCESS));
	}

}
