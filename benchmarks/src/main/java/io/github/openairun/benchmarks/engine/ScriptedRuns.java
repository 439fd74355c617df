package io.github.openairun.benchmarks.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Plays runs that all do the same: work for a while, ask for two tool calls, work for a
 * while, and write a text; on wire {@code assistants}, or as a server of wire
 * {@code responses} that keeps no threads.
 * <p>
 * How long a phase takes is said by the base path: {@code /300/v1} for 300 milliseconds,
 * {@code /200-5000/v1} for anything between, and {@code /25000-hold/v1} for a server that
 * asks not to be polled before.
 */
final class ScriptedRuns {

	/** What the run replies. */
	static final String REPLY = "It is 18 degrees in Lisbon now and 21 tomorrow, with a light wind from the west, "
			+ "so leave the umbrella at home.";

	/** The tools of every run, as JSON. */
	static final String TOOLS = """
			[{"type":"function","function":{"name":"temperature","description":"The temperature in a city",\
			"parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],\
			"additionalProperties":false},"strict":true}},{"type":"function","function":{"name":"forecast",\
			"description":"The forecast for a city","parameters":{"type":"object","properties":{\
			"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"],\
			"additionalProperties":false},"strict":true}}]""";

	private static final String ACTION = """
			{"type":"submit_tool_outputs","submit_tool_outputs":{"tool_calls":[{"id":"call_1_ID","type":"function",\
			"function":{"name":"temperature","arguments":"{\\"city\\":\\"Lisbon\\"}"}},{"id":"call_2_ID",\
			"type":"function","function":{"name":"forecast","arguments":"{\\"city\\":\\"Lisbon\\",\\"days\\":2}"}}]}}""";

	private static final String RUN = """
			{"id":"run_ID","object":"thread.run","created_at":1750000000,"assistant_id":"asst_bench",\
			"thread_id":"thread_ID","status":"STATUS","started_at":1750000000,"expires_at":null,"cancelled_at":null,\
			"failed_at":null,"completed_at":null,"required_action":ACTION,"last_error":null,"model":"gpt-4.1-mini",\
			"instructions":"You tell the weather in one sentence.","tools":TOOLS,"metadata":{},"temperature":1.0,\
			"top_p":1.0,"max_completion_tokens":null,"max_prompt_tokens":null,"truncation_strategy":{"type":"auto",\
			"last_messages":null},"incomplete_details":null,"usage":USAGE,"response_format":"auto",\
			"tool_choice":"auto","parallel_tool_calls":true}""".replace("TOOLS", TOOLS);

	private static final String USAGE = """
			{"prompt_tokens":120,"completion_tokens":40,"total_tokens":160}""";

	private static final String MESSAGE = """
			{"id":"msg_ID","object":"thread.message","created_at":1750000001,"assistant_id":"asst_bench",\
			"thread_id":"thread_ID","run_id":"run_ID","role":"assistant","status":"completed","content":[{\
			"type":"text","text":{"value":"REPLY","annotations":[]}}],"attachments":[],"metadata":{}}"""
		.replace("REPLY", REPLY);

	private static final String DELTA = """
			{"id":"msg_ID","object":"thread.message.delta","delta":{"content":[{"index":0,"type":"text",\
			"text":{"value":"WORD"}}]}}""";

	private static final String ASSISTANT = """
			{"id":"asst_bench","object":"assistant","name":"bench","model":"gpt-4.1-mini","tools":[]}""";

	private final ServerLoop loop;

	private final ScriptedResponses responses;

	private final Random random;

	private final Map<String, Played> runs = new HashMap<>();

	private final List<Double> overshoots = new ArrayList<>();

	private long requests;

	private int created;

	private int ended;

	ScriptedRuns(ServerLoop loop, Random random) {
		this.loop = loop;
		this.responses = new ScriptedResponses(loop);
		this.random = random;
	}

	void serve(ServerConnection.Request request, ServerConnection client) {
		String[] path = request.path().split("[/?]");
		if (path[1].equals("figures")) {
			client.answer(200, "", figures());
			return;
		}
		this.requests++;
		boolean posted = request.method().equals("POST");
		// "", phase, v1, threads, thread, runs, run, submit_tool_outputs
		if (path[3].equals("assistants")) {
			client.answer(200, "", ASSISTANT);
		}
		else if (path[3].equals("responses")) {
			if (this.responses.serve(Long.parseLong(path[1].split("-")[0]), request, client)) {
				this.created++;
			}
			else {
				this.ended++;
			}
		}
		else if (posted && path[4].equals("runs")) {
			String id = Integer.toString(++this.created);
			Played run = new Played(id, path[1]);
			this.runs.put("run_" + id, run);
			work(run, request, client);
		}
		else if (path[5].startsWith("messages")) {
			client.answer(200, "",
					"{\"object\":\"list\",\"data\":[" + fill(MESSAGE, path[4].substring(7)) + "],\"has_more\":false}");
		}
		else {
			Played run = this.runs.get(path[6]);
			if (run == null) {
				client.answer(404, "", "{\"error\":{\"message\":\"No run found\"}}");
			}
			else if (posted) {
				run.phase++;
				work(run, request, client);
			}
			else {
				look(run, client);
			}
		}
	}

	private void work(Played run, ServerConnection.Request request, ServerConnection client) {
		String[] bounds = run.pace.split("-");
		long least = Long.parseLong(bounds[0]);
		boolean held = bounds.length > 1 && bounds[1].equals("hold");
		long most = (bounds.length > 1 && !held) ? Long.parseLong(bounds[1]) : least;
		run.length = (least + this.random.nextInt((int) (most - least + 1))) * 1_000_000;
		run.due = System.nanoTime() + run.length;
		run.pollAfter = held ? "openai-poll-after-ms: " + least + "\r\n" : "";
		if (!request.body().contains("\"stream\":true")) {
			client.answer(200, run.pollAfter, json(run, "queued"));
			return;
		}
		client.stream();
		if (run.phase == 1) {
			client.push(false, event("thread.run.created", json(run, "queued")),
					event("thread.run.in_progress", json(run, "in_progress")));
		}
		else {
			client.push(false, event("thread.run.queued", json(run, "queued")),
					event("thread.run.in_progress", json(run, "in_progress")));
		}
		if (run.length == 0) {
			finish(run, client);
		}
		else {
			this.loop.at(run.due, () -> finish(run, client));
		}
	}

	private void finish(Played run, ServerConnection client) {
		if (run.phase == 1) {
			client.push(true, event("thread.run.requires_action", json(run, "requires_action")),
					event("done", "[DONE]"));
			return;
		}
		String[] words = REPLY.split("(?<= )");
		String[] events = new String[words.length + 3];
		IntStream.range(0, words.length)
			.forEach((index) -> events[index] = event("thread.message.delta",
					fill(DELTA, run.id).replace("WORD", words[index])));
		events[words.length] = event("thread.message.completed", fill(MESSAGE, run.id));
		events[words.length + 1] = event("thread.run.completed", json(run, "completed"));
		events[words.length + 2] = event("done", "[DONE]");
		client.push(true, events);
		end(run);
	}

	private void look(Played run, ServerConnection client) {
		long late = System.nanoTime() - run.due;
		if (late < 0) {
			client.answer(200, run.pollAfter, json(run, "in_progress"));
			return;
		}
		this.overshoots.add((double) late / Math.max(1, run.length));
		client.answer(200, "", json(run, (run.phase == 1) ? "requires_action" : "completed"));
		if (run.phase > 1) {
			end(run);
		}
	}

	private void end(Played run) {
		this.ended++;
		this.runs.remove("run_" + run.id);
	}

	/** Tell requests, runs that were created and ended, and the median overshoot. */
	private String figures() {
		double[] sorted = this.overshoots.stream().mapToDouble(Double::doubleValue).toArray();
		Arrays.sort(sorted);
		double median = (sorted.length > 0) ? sorted[sorted.length / 2] : 0;
		String figures = this.requests + " " + this.created + " " + this.ended + " " + median;
		this.overshoots.clear();
		return figures;
	}

	private static String event(String name, String data) {
		return "event: " + name + "\ndata: " + data + "\n\n";
	}

	private static String json(Played run, String status) {
		return fill(RUN, run.id).replace("STATUS", status)
			.replace("ACTION", status.equals("requires_action") ? fill(ACTION, run.id) : "null")
			.replace("USAGE", status.equals("completed") ? USAGE : "null");
	}

	private static String fill(String template, String id) {
		return template.replace("_ID", "_" + id);
	}

	private static final class Played {

		private final String id;

		private final String pace;

		private int phase = 1;

		private long length;

		private long due;

		private String pollAfter = "";

		private Played(String id, String pace) {
			this.id = id;
			this.pace = pace;
		}

	}

}
