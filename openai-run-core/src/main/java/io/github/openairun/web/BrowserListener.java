package io.github.openairun.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

import io.github.openairun.Message;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

/**
 * Converts the callbacks of a run to events for a browser.
 */
final class BrowserListener implements RunListener {

	/** The last event before the run waits for persons or other systems. */
	static final String SUSPENDED = "suspended";

	private final BiConsumer<String, Map<String, Object>> events;

	private final BiConsumer<String, String> texts;

	/**
	 * Create a listener.
	 * @param events receives the name and the fields of each event
	 * @param texts receives the id of the message and the text of each text delta
	 */
	BrowserListener(BiConsumer<String, Map<String, Object>> events, BiConsumer<String, String> texts) {
		this.events = events;
		this.texts = texts;
	}

	@Override
	public void statusChanged(Run run) {
		this.events.accept("status", fields("run", run.id(), "status", run.statusText()));
	}

	@Override
	public void textDelta(Run run, String messageId, String text) {
		this.texts.accept(messageId, text);
	}

	@Override
	public void messageCompleted(Run run, Message message) {
		Map<String, Object> fields = new LinkedHashMap<>();
		if (message.id() != null) {
			fields.put("message", message.id());
		}
		fields.put("text", message.text());
		String refusal = message.refusal();
		if (refusal != null) {
			fields.put("refusal", refusal);
		}
		this.events.accept("message", fields);
	}

	/** The arguments are not sent: the user may not be allowed to see them. */
	@Override
	public void toolCallStarted(Run run, ToolCall call) {
		this.events.accept("tool-started", fields("call", call.id(), "tool", call.name()));
	}

	/** The output is not sent, like the arguments. */
	@Override
	public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
		Map<String, Object> fields = fields("call", call.id(), "tool", call.name());
		fields.put("outcome", outcome.text());
		this.events.accept("tool-finished", fields);
	}

	/** The arguments are not sent, as those of other calls are not. */
	@Override
	public void suspended(Run run, List<PendingCall> calls) {
		this.events.accept(SUSPENDED,
				fields("run", run.id(), "calls", calls.stream().map(BrowserListener::fields).toList()));
	}

	private static Map<String, Object> fields(PendingCall call) {
		Map<String, Object> fields = fields("id", call.id(), "call", call.call().id());
		fields.put("tool", call.tool());
		fields.put("kind", call.kind().name().toLowerCase(Locale.ROOT));
		return fields;
	}

	@Override
	public void usageChanged(Run run, RunUsage usage) {
		Map<String, Object> fields = fields("promptTokens", usage.promptTokens(), "completionTokens",
				usage.completionTokens());
		fields.put("totalTokens", usage.totalTokens());
		this.events.accept("usage", fields);
	}

	/** Return two fields, in this order. */
	static Map<String, Object> fields(String first, Object value, String second, Object other) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put(first, value);
		fields.put(second, other);
		return fields;
	}

}
