package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;

/**
 * Has the calls of one batch answered: side by side where they may, and each of the
 * others alone. No thread waits for the answers: whoever brings one takes the round
 * further.
 */
final class ToolRound {

	private final ToolBatch batch;

	private final DefaultToolRegistry registry;

	private final CallAnswerer answerer;

	private final CallDispatcher dispatcher;

	private final Events events;

	private final CompletableFuture<List<Outcome>> outcomes = new CompletableFuture<>();

	/** How many signals are to be heeded; whoever makes it 1 takes the round further. */
	private final AtomicInteger signals = new AtomicInteger();

	private final List<Entry> entries = new ArrayList<>();

	private final List<Outcome> answered = new ArrayList<>();

	private boolean lastAlone;

	private volatile @Nullable String givenUp;

	ToolRound(ToolBatch batch, DefaultToolRegistry registry, CallAnswerer answerer, CallDispatcher dispatcher,
			Events events) {
		this.batch = batch;
		this.registry = registry;
		this.answerer = answerer;
		this.dispatcher = dispatcher;
		this.events = events;
	}

	/**
	 * Answer the calls.
	 * @return the answers in the order of the calls, or an error that nothing survives
	 */
	CompletableFuture<List<Outcome>> answer() {
		signal();
		return this.outcomes;
	}

	/**
	 * Give up all calls that have no answer yet; they are answered as failed.
	 * @param reason why nobody will submit their answers
	 */
	void giveUp(String reason) {
		this.givenUp = reason;
		signal();
	}

	private void signal() {
		int heeded = 1;
		if (this.signals.getAndIncrement() > 0) {
			return;
		}
		do {
			try {
				proceed();
			}
			catch (Throwable ex) {
				end(ex);
			}
			heeded = this.signals.addAndGet(-heeded);
		}
		while (heeded > 0);
	}

	private void proceed() {
		String reason = this.givenUp;
		if (reason != null) {
			abandon(reason);
		}
		List<ToolCall> calls = this.batch.calls();
		while (!this.outcomes.isDone()) {
			// What may begin does so before anything is told of what has ended.
			if (this.entries.size() < calls.size() && begin(calls.get(this.entries.size()))) {
				continue;
			}
			int before = this.answered.size();
			collect();
			if (this.answered.size() == calls.size()) {
				this.outcomes.complete(List.copyOf(this.answered));
			}
			else if (this.answered.size() == before) {
				return;
			}
		}
	}

	/** Take what was answered, as far as it is next in the order of the calls. */
	private void collect() {
		while (this.answered.size() < this.entries.size()) {
			Entry entry = this.entries.get(this.answered.size());
			if (!entry.answer().isDone()) {
				return;
			}
			Outcome outcome = entry.answer().join();
			this.answered.add(outcome);
			if (entry.told()) {
				this.events.ended().accept(new Answered(entry.call(), outcome));
			}
		}
	}

	/**
	 * Begin a call.
	 * @return whether it may be begun now
	 */
	private boolean begin(ToolCall call) {
		RegisteredTool tool = tool(call);
		boolean alone = tool != null && isAlone(tool);
		boolean othersAtWork = this.answered.size() < this.entries.size();
		if ((alone || this.lastAlone) && othersAtWork) {
			return false;
		}
		Entry entry = (this.givenUp == null) ? begin(tool, call) : Entry.skipped(call);
		this.entries.add(entry);
		this.lastAlone = alone;
		entry.answer().whenComplete((outcome, error) -> signal());
		return true;
	}

	private @Nullable RegisteredTool tool(ToolCall call) {
		boolean offered = this.batch.offered().contains(call.name());
		return offered ? this.registry.handler(call.name()) : null;
	}

	private boolean isAlone(RegisteredTool tool) {
		return !tool.settings().parallel() || !this.batch.situation().restrictions().parallel();
	}

	private Entry begin(@Nullable RegisteredTool tool, ToolCall call) {
		this.events.begins().accept(call);
		CallObservation observation = this.events.observations().begin(call, tool != null);
		String refusal = this.batch.situation().restrictions().refusals().get(call.id());
		if (refusal != null) {
			return Entry.answered(call, this.answerer.refused(call, refusal), observation);
		}
		if (tool == null) {
			return Entry.answered(call, this.answerer.unknownTool(call, this.batch.offered()), observation);
		}
		CallDispatcher.Flight flight = this.dispatcher.dispatch(tool, this.batch, call, observation);
		return new Entry(call, observation.endWith(flight.task().answer()), flight, true);
	}

	private void abandon(String reason) {
		for (Entry entry : this.entries) {
			if (entry.flight() != null && !entry.answer().isDone()) {
				entry.flight().abandon(reason);
			}
		}
	}

	private void end(Throwable error) {
		this.givenUp = "another call of the round hit an error that nothing survives";
		abandon("another call of the round hit an error that nothing survives");
		boolean wrapped = error instanceof CompletionException && error.getCause() != null;
		this.outcomes.completeExceptionally(wrapped ? error.getCause() : error);
	}

	/**
	 * A call that was answered.
	 */
	record Answered(ToolCall call, Outcome outcome) {
	}

	/**
	 * Who is told about the calls.
	 *
	 * @param begins told about each call that is about to be made
	 * @param ended told about each answered call, in the order of the calls
	 * @param observations observes the calls
	 */
	record Events(Consumer<ToolCall> begins, Consumer<Answered> ended, CallObservation.OfBatch observations) {
	}

	private record Entry(ToolCall call, CompletableFuture<Outcome> answer, CallDispatcher.@Nullable Flight flight,
			boolean told) {

		static Entry answered(ToolCall call, Outcome outcome, CallObservation observation) {
			observation.end(outcome, null);
			return new Entry(call, CompletableFuture.completedFuture(outcome), null, true);
		}

		static Entry skipped(ToolCall call) {
			Outcome outcome = Outcome.error(ToolOutcome.FAILED, "The call was given up.", null);
			return new Entry(call, CompletableFuture.completedFuture(outcome), null, false);
		}

	}

}
