package io.github.openairun.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.github.openairun.Delivery;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolHandlerException;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.tool.ToolCallRecorder;
import io.github.openairun.tool.ToolRecordException;

/**
 * Records the calls of one round in a journal, and knows which outputs it has.
 */
final class RecordedRound implements ToolCallRecorder {

	private final DriveJournal journal;

	private final Run run;

	private final int round;

	private final ToolCallRecorder recorder;

	private final Map<String, String> recorded = new ConcurrentHashMap<>();

	private final Map<String, ToolOutcome> outcomes = new ConcurrentHashMap<>();

	private RecordedRound(DriveJournal journal, Run run, int round) {
		this.journal = journal;
		this.run = run;
		this.round = round;
		this.recorder = journal.recorder(run, round);
	}

	static RecordedRound begin(DriveJournal journal, Run run, int round) {
		return new RecordedRound(journal, run, round);
	}

	@Override
	public String record(ToolCall call, Delivery delivery, HandlerCall handler) throws Throwable {
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		try {
			String output = this.recorder.record(call, delivery, () -> {
				try {
					return handler.call();
				}
				catch (Throwable ex) {
					thrown.set(ex);
					throw ex;
				}
			});
			this.recorded.put(call.id(), output);
			return output;
		}
		catch (DriveLostException ex) {
			throw new ToolRecordException(ex);
		}
		catch (RuntimeException ex) {
			if (thrown.get() == null && !(ex instanceof ToolRecordException) && !(ex instanceof ToolHandlerException)) {
				throw new ToolRecordException(ex);
			}
			throw ex;
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
		List<ToolAnswer> answers = new ArrayList<>(outputs.size());
		List<ToolAnswer> unrecorded = new ArrayList<>();
		List<Integer> positions = new ArrayList<>();
		for (int i = 0; i < outputs.size(); i++) {
			ToolAnswer answer = answer(dispatch, dispatch.calls().get(i), outputs.get(i));
			answers.add(answer);
			if (!this.recorded.containsKey(answer.call().id())) {
				unrecorded.add(answer);
				positions.add(i);
			}
		}
		if (!unrecorded.isEmpty()) {
			List<ToolAnswer> counting = this.journal.answered(this.run, this.round, List.copyOf(unrecorded));
			for (int i = 0; i < positions.size(); i++) {
				answers.set(positions.get(i), counting.get(i));
			}
		}
		return answers;
	}

	private ToolAnswer answer(LoopStep.Dispatch dispatch, ToolCall call, ToolOutput output) {
		ToolOutcome outcome = dispatch.refusals().containsKey(call.id()) ? ToolOutcome.LIMIT_EXCEEDED
				: this.outcomes.getOrDefault(call.id(), ToolOutcome.SUCCESS);
		String recorded = this.recorded.get(call.id());
		if (recorded != null && outcome != ToolOutcome.SUCCESS) {
			// The handler has ended just after its timeout.
			return new ToolAnswer(call, recorded, ToolOutcome.SUCCESS);
		}
		return new ToolAnswer(call, output.output(), outcome);
	}

}
