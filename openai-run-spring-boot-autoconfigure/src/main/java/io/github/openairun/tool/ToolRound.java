package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;

/**
 * Has the calls of one batch answered: side by side where they may, and each of the
 * others alone.
 */
final class ToolRound {

	private final ToolBatch batch;

	private final DefaultToolRegistry registry;

	private final CallAnswerer answerer;

	private final CallDispatcher dispatcher;

	private final List<Entry> entries = new ArrayList<>();

	private boolean interrupted;

	ToolRound(ToolBatch batch, DefaultToolRegistry registry, CallAnswerer answerer, CallDispatcher dispatcher) {
		this.batch = batch;
		this.registry = registry;
		this.answerer = answerer;
		this.dispatcher = dispatcher;
	}

	/**
	 * Answer the calls.
	 * @param begins told about each call that is about to be made
	 * @param ended told about each answered call, in the order of the calls
	 * @return the answers in the order of the calls
	 */
	List<Outcome> answer(Consumer<ToolCall> begins, Consumer<Answered> ended) {
		List<Outcome> outcomes = new ArrayList<>(this.batch.calls().size());
		try {
			for (ToolCall call : this.batch.calls()) {
				RegisteredTool tool = tool(call);
				boolean alone = tool != null && isAlone(tool);
				if (alone) {
					await(outcomes, ended);
				}
				begins.accept(call);
				this.entries.add(begin(tool, call));
				if (alone) {
					await(outcomes, ended);
				}
			}
			await(outcomes, ended);
			return outcomes;
		}
		finally {
			giveUp("another call of the round hit an error that nothing survives");
			if (this.interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private @Nullable RegisteredTool tool(ToolCall call) {
		boolean offered = this.batch.offered().contains(call.name());
		return offered ? this.registry.handler(call.name()) : null;
	}

	private boolean isAlone(RegisteredTool tool) {
		return !tool.settings().parallel() || !this.batch.situation().restrictions().parallel();
	}

	private Entry begin(@Nullable RegisteredTool tool, ToolCall call) {
		String refusal = this.batch.situation().restrictions().refusals().get(call.id());
		if (refusal != null) {
			return Entry.answered(call, this.answerer.refused(call, refusal));
		}
		if (tool == null) {
			return Entry.answered(call, this.answerer.unknownTool(call, this.batch.offered()));
		}
		if (this.interrupted) {
			// Whoever drives the run submits nothing any more.
			return Entry.answered(call, Outcome.of(ErrorOutput.FAILED.write("The call was given up.", null)));
		}
		CallDispatcher.Flight flight = this.dispatcher.dispatch(tool, this.batch, call);
		return new Entry(call, flight.task().answer(), flight);
	}

	private void await(List<Outcome> outcomes, Consumer<Answered> ended) {
		while (outcomes.size() < this.entries.size()) {
			Entry entry = this.entries.get(outcomes.size());
			Outcome outcome = await(entry);
			outcomes.add(outcome);
			ended.accept(new Answered(entry.call(), outcome));
		}
	}

	private Outcome await(Entry entry) {
		while (true) {
			try {
				return entry.answer().get();
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
				giveUp("the thread that drives the run was interrupted");
			}
			catch (ExecutionException ex) {
				if (ex.getCause() instanceof Error error) {
					throw error;
				}
				throw new IllegalStateException(ex.getCause());
			}
		}
	}

	private void giveUp(String reason) {
		for (Entry entry : this.entries) {
			if (entry.flight() != null && !entry.answer().isDone()) {
				entry.flight().abandon(reason);
			}
		}
	}

	/**
	 * A call that was answered.
	 */
	record Answered(ToolCall call, Outcome outcome) {
	}

	private record Entry(ToolCall call, CompletableFuture<Outcome> answer, CallDispatcher.@Nullable Flight flight) {

		static Entry answered(ToolCall call, Outcome outcome) {
			return new Entry(call, CompletableFuture.completedFuture(outcome), null);
		}

	}

}
