package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets clients in any language script the simulator and ask what has happened, by paths
 * beside those of the simulated server.
 */
final class RemoteControl {

	private static final String PATH = "/simulator";

	private final OpenAiSimulator simulator;

	RemoteControl(OpenAiSimulator simulator) {
		this.simulator = simulator;
	}

	static boolean isMeant(ApiRequest request) {
		return request.path().equals(PATH) || request.path().startsWith(PATH + "/");
	}

	ApiAnswer handle(ApiRequest request) {
		try {
			return new ApiAnswer(200, Map.of(), SimulatorJson.write(answer(request)));
		}
		catch (SimulatedApiError ex) {
			return ex.answer(null);
		}
	}

	private ObjectNode answer(ApiRequest request) {
		ObjectNode json = SimulatorJson.object();
		switch (request.method() + " " + request.path().substring(PATH.length())) {
			case "POST /scripts" -> json.put("scripts", new ScriptReader(this.simulator).read(request.body()));
			case "GET /runs" -> this.simulator.runs().forEach((run) -> add(json.withArray("runs"), run));
			case "GET /problems" -> {
				add(json.putArray("unmatched"), this.simulator.unmatched());
				add(json.putArray("refusals"), this.simulator.refusals());
			}
			case "DELETE " -> {
				this.simulator.reset();
				json.put("reset", true);
			}
			default -> throw SimulatedApiError.invalidUrl(request.method(), request.path());
		}
		return json;
	}

	private static void add(ArrayNode array, List<String> texts) {
		texts.forEach(array::add);
	}

	private static void add(ArrayNode runs, RecordedRun run) {
		ObjectNode json = runs.addObject()
			.put("id", run.id())
			.put("thread", run.threadId())
			.put("message", run.message())
			.put("status", run.status())
			.put("reply", run.reply());
		ArrayNode offered = json.putArray("offered");
		run.offered().forEach((tool) -> offered.add(tool.name()));
		ArrayNode calls = json.putArray("calls");
		for (RecordedCall call : run.calls()) {
			calls.addObject()
				.put("round", call.round())
				.put("id", call.id())
				.put("tool", call.tool())
				.put("arguments", call.arguments())
				.put("output", call.output());
		}
	}

}
