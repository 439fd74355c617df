package io.github.openairun.test.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunStep;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

/**
 * Writes down what a listener is told, and on which threads.
 */
class Recording implements RunListener {

	final List<String> events = new CopyOnWriteArrayList<>();

	final List<String> threads = new CopyOnWriteArrayList<>();

	private final StringBuffer text = new StringBuffer();

	private void note(String event) {
		this.events.add(event);
		this.threads.add(Thread.currentThread().getName());
	}

	/** Return the events of these kinds. */
	List<String> events(String... kinds) {
		return this.events.stream().filter((event) -> List.of(kinds).contains(event.split(" ")[0])).toList();
	}

	/** Return all deltas together. */
	String text() {
		return this.text.toString();
	}

	@Override
	public void statusChanged(Run run) {
		note("status " + run.statusText());
	}

	@Override
	public void textDelta(Run run, String messageId, String text) {
		this.text.append(text);
		note("delta " + text);
	}

	@Override
	public void messageCompleted(Run run, Message message) {
		note("message " + message.text());
	}

	@Override
	public void stepCompleted(Run run, RunStep step) {
		note("step " + step.type());
	}

	@Override
	public void toolCallStarted(Run run, ToolCall call) {
		note("started " + call.name());
	}

	@Override
	public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
		note("finished " + call.name() + " " + outcome.text());
	}

	@Override
	public void usageChanged(Run run, RunUsage usage) {
		note("usage " + usage.totalTokens());
	}

	@Override
	public void ended(RunResult result) {
		note("ended " + result.run().statusText());
	}

	@Override
	public void failed(@Nullable Run run, RuntimeException error) {
		note("failed " + error.getClass().getSimpleName());
	}

}
