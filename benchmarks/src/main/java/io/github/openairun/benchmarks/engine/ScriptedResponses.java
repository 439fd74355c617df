package io.github.openairun.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Plays the runs of {@link ScriptedRuns} as a server that keeps no threads: a response
 * asks for two tool calls unless the request contains their outputs, and then writes a
 * text.
 */
final class ScriptedResponses {

	private static final String RESPONSE = """
			{"id":"resp_ID","object":"response","created_at":1750000000,"status":"STATUS","model":"bench",\
			"output":[OUTPUT],"usage":USAGE}""";

	private static final String USAGE = """
			{"input_tokens":120,"output_tokens":40,"total_tokens":160}""";

	private static final List<String> CALLS = List.of("""
			{"type":"function_call","id":"fc_1_ID","call_id":"call_1_ID","name":"temperature",\
			"arguments":"{\\"city\\":\\"Lisbon\\"}","status":"completed"}""", """
			{"type":"function_call","id":"fc_2_ID","call_id":"call_2_ID","name":"forecast",\
			"arguments":"{\\"city\\":\\"Lisbon\\",\\"days\\":2}","status":"completed"}""");

	private static final String MESSAGE = """
			{"type":"message","id":"msg_ID","role":"assistant","status":"completed","content":[{\
			"type":"output_text","text":"REPLY","annotations":[]}]}""".replace("REPLY", ScriptedRuns.REPLY);

	private static final String NEW_MESSAGE = """
			{"type":"message","id":"msg_ID","role":"assistant","status":"in_progress","content":[]}""";

	private static final String DELTA = """
			"item_id":"msg_ID","output_index":0,"content_index":0,"delta":"WORD\"""";

	private final ServerLoop loop;

	private int responses;

	ScriptedResponses(ServerLoop loop) {
		this.loop = loop;
	}

	/**
	 * Generate a response.
	 * @param millis how long it takes
	 * @return whether the response is the first of its run
	 */
	boolean serve(long millis, ServerConnection.Request request, ServerConnection client) {
		String id = Integer.toString(++this.responses);
		boolean first = !request.body().contains("\"function_call_output\"");
		Events events = new Events(id);
		events.add("response.created", "\"response\":" + response("in_progress", "", "null"));
		events.add("response.in_progress", "\"response\":" + response("in_progress", "", "null"));
		client.stream();
		client.push(false, events.take());
		this.loop.at(System.nanoTime() + millis * 1_000_000, () -> {
			if (first) {
				calls(events);
			}
			else {
				text(events);
			}
			client.push(true, events.take());
		});
		return first;
	}

	private static void calls(Events events) {
		for (int index = 0; index < CALLS.size(); index++) {
			item(events, "response.output_item.added", index, CALLS.get(index));
			item(events, "response.output_item.done", index, CALLS.get(index));
		}
		events.add("response.completed", "\"response\":" + response("completed", String.join(",", CALLS), USAGE));
	}

	private static void text(Events events) {
		item(events, "response.output_item.added", 0, NEW_MESSAGE);
		for (String word : ScriptedRuns.REPLY.split("(?<= )")) {
			events.add("response.output_text.delta", DELTA.replace("WORD", word));
		}
		item(events, "response.output_item.done", 0, MESSAGE);
		events.add("response.completed", "\"response\":" + response("completed", MESSAGE, USAGE));
	}

	private static void item(Events events, String name, int index, String item) {
		events.add(name, "\"output_index\":" + index + ",\"item\":" + item);
	}

	private static String response(String status, String output, String usage) {
		return RESPONSE.replace("STATUS", status).replace("OUTPUT", output).replace("USAGE", usage);
	}

	/**
	 * The events of one response that were not sent yet.
	 */
	private static final class Events {

		private final String id;

		private final List<String> unsent = new ArrayList<>();

		private int number;

		private Events(String id) {
			this.id = id;
		}

		private void add(String name, String data) {
			this.unsent.add("event: " + name + "\ndata: {\"type\":\"" + name + "\",\"sequence_number\":" + this.number++
					+ "," + data.replace("_ID", "_" + this.id) + "}\n\n");
		}

		private String[] take() {
			String[] events = this.unsent.toArray(new String[0]);
			this.unsent.clear();
			return events;
		}

	}

}
