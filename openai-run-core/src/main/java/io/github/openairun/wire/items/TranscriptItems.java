package io.github.openairun.wire.items;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Message;
import io.github.openairun.RunStep;
import io.github.openairun.Transcript;
import io.github.openairun.wire.Json;

/**
 * Builds the entries of a transcript from the items of a thread, which are added oldest
 * first.
 *
 * @since 0.1.0
 */
public final class TranscriptItems {

	private final List<Transcript.Entry> entries = new ArrayList<>();

	/** The positions of the calls without an output, by call id. */
	private final Map<String, Queue<Integer>> open = new HashMap<>();

	/**
	 * Add a message.
	 * @param message the message
	 */
	public void add(Message message) {
		this.entries.add(new Transcript.Said(message));
	}

	/**
	 * Add an item that is no message: a call, the answer to one, or another item, which
	 * is left out.
	 * @param item the item
	 * @param runId the id of the run that has added it, or {@code null}
	 */
	public void add(JsonNode item, @Nullable String runId) {
		if (Items.isAnswer(item)) {
			answered(item);
		}
		else if (Items.isClientCall(item)) {
			this.open.computeIfAbsent(Items.callId(item), (id) -> new ArrayDeque<>()).add(this.entries.size());
			this.entries.add(new Transcript.Called(StepItems.call(item, Map.of()), runId, true));
		}
		else if (StepGroups.isBuiltInCall(item)) {
			this.entries.add(new Transcript.Called(StepItems.call(item, Map.of()), runId, false));
		}
	}

	/** An id may be used again in a later round, so the oldest open call is answered. */
	private void answered(JsonNode answer) {
		Queue<Integer> positions = this.open.get(Items.callId(answer));
		Integer position = (positions != null) ? positions.poll() : null;
		if (position != null && this.entries.get(position) instanceof Transcript.Called called) {
			RunStep.Call call = called.call().mutate().output(output(answer)).build();
			this.entries.set(position, new Transcript.Called(call, called.runId(), false));
		}
	}

	private static String output(JsonNode answer) {
		return answer.has("approve") ? (Json.flag(answer, "approve", false) ? "approved" : "denied")
				: Items.content(answer, "output");
	}

	/**
	 * Return the transcript of the items so far.
	 * @param complete whether they are all items of the thread
	 * @return the transcript
	 */
	public Transcript toTranscript(boolean complete) {
		return new Transcript(this.entries, complete);
	}

}
