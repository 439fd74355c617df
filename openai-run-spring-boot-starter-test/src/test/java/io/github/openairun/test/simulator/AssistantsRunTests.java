package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs on wire Assistants v2, without a transport.
 */
class AssistantsRunTests {

	private final MutableClock clock = new MutableClock();

	private final ServerClient client = new ServerClient(OpenAiSimulator.builder()
		.clock(this.clock)
		.queuedFor(Duration.ofSeconds(1))
		.workingFor(Duration.ofSeconds(2))
		.cancellingFor(Duration.ofSeconds(1)));

	private final String assistant = this.client.post("/assistants", """
			{'model': 'gpt-4.1', 'instructions': 'Help.', 'temperature': 0.5,
			 'tools': [{'type': 'function', 'function': {'name': 'find', 'parameters': {'type': 'object'}}}]}""")
		.path("id")
		.asString();

	private final String thread = this.client.post("/threads", "{'messages': [{'role': 'user', 'content': 'Hi'}]}")
		.path("id")
		.asString();

	private String runPath = "";

	@Test
	void statusesFollowTheClock() {
		this.client.when(anyMessage()).reply("Done");
		assertThat(create().path("status").asString()).isEqualTo("queued");
		assertThat(status()).isEqualTo("queued");
		pass(1);
		assertThat(status()).isEqualTo("in_progress");
		pass(2);
		assertThat(status()).isEqualTo("completed");
	}

	@Test
	void nextReadSeesTheEndWhenThereIsNoLatency() {
		ServerClient client = new ServerClient();
		client.server().addAssistant(new SimulatedAssistant("asst_1"));
		client.when(anyMessage()).reply("Done");
		JsonNode run = client.post("/threads/runs", "{'assistant_id': 'asst_1'}");
		assertThat(run.path("status").asString()).isEqualTo("queued");
		assertThat(client.get("/threads/" + run.path("thread_id").asString() + "/runs/" + run.path("id").asString())
			.path("status")
			.asString()).isEqualTo("completed");
	}

	@Test
	void runIsComplete() {
		this.client.when(anyMessage()).reply("Done");
		JsonNode run = create("'additional_instructions': 'Be brief.', 'metadata': {'k': 'v'}");
		assertThat(run.propertyNames()).contains("id", "object", "created_at", "thread_id", "assistant_id", "status",
				"required_action", "last_error", "expires_at", "started_at", "cancelled_at", "failed_at",
				"completed_at", "incomplete_details", "model", "instructions", "tools", "metadata", "usage",
				"temperature", "top_p", "max_prompt_tokens", "max_completion_tokens", "truncation_strategy",
				"tool_choice", "parallel_tool_calls", "response_format");
		assertThat(run.path("instructions").asString()).isEqualTo("Help.\nBe brief.");
		assertThat(run.path("model").asString()).isEqualTo("gpt-4.1");
		assertThat(run.path("temperature").asDouble()).isEqualTo(0.5);
		assertThat(run.path("tools")).hasSize(1);
		assertThat(run.path("metadata").path("k").asString()).isEqualTo("v");
		assertThat(run.path("usage").isNull()).isTrue();
		assertThat(run.path("expires_at").asLong() - run.path("created_at").asLong()).isEqualTo(600);
	}

	@Test
	void requestOverridesTheAssistant() {
		this.client.when(anyMessage()).reply("Done");
		JsonNode run = create("'model': 'gpt-5', 'instructions': 'Other.', 'tools': [], 'temperature': 1.5");
		assertThat(run.path("model").asString()).isEqualTo("gpt-5");
		assertThat(run.path("instructions").asString()).isEqualTo("Other.");
		assertThat(run.path("tools")).isEmpty();
		assertThat(run.path("temperature").asDouble()).isEqualTo(1.5);
	}

	@Test
	void callsProgressInRounds() {
		this.client.when(anyMessage())
			.calls(call("a", Map.of("n", 1)), call("b", Map.of()))
			.call("a", Map.of("n", 2))
			.reply((outputs) -> outputs.getAll("a") + outputs.get("b"));
		create();
		pass(3);
		assertThat(names()).containsExactly("a", "b");
		assertThat(pending().get(0).path("function").path("arguments").asString()).isEqualTo("{\"n\":1}");
		assertThat(submit("one", "two").path("status").asString()).isEqualTo("queued");
		assertThat(run().path("required_action").isNull()).isTrue();
		pass(3);
		assertThat(names()).containsExactly("a");
		submit("three");
		pass(3);
		JsonNode run = run();
		assertThat(run.path("status").asString()).isEqualTo("completed");
		assertThat(run.path("usage").path("total_tokens").asInt()).isPositive();
		assertThat(run.path("expires_at").isNull()).isTrue();
		JsonNode reply = this.client.get("/threads/" + this.thread + "/messages").path("data").path(0);
		assertThat(reply.path("content").path(0).path("text").path("value").asString()).isEqualTo("[one, three]two");
		assertThat(reply.path("run_id").asString()).isEqualTo(run.path("id").asString());
		assertThat(reply.path("assistant_id").asString()).isEqualTo(this.assistant);
	}

	@Test
	void callsAreMadeOneByOneWhenParallelCallsAreForbidden() {
		this.client.when(anyMessage()).calls(call("a", Map.of()), call("b", Map.of())).reply("Done");
		create("'parallel_tool_calls': false");
		pass(3);
		assertThat(names()).containsExactly("a");
		submit("one");
		pass(3);
		assertThat(names()).containsExactly("b");
	}

	@Test
	void noCallsAreMadeWhenTheChoiceIsNone() {
		this.client.when(anyMessage()).call("a", Map.of()).reply("Done");
		create("'tool_choice': 'none'");
		pass(3);
		assertThat(status()).isEqualTo("completed");
	}

	@Test
	void requiredCallsAreMadeOnce() {
		this.client.when(anyMessage()).call("a", Map.of()).reply("Done");
		create("'tool_choice': 'required'");
		pass(3);
		submit("one");
		pass(3);
		assertThat(status()).isEqualTo("completed");
	}

	@Test
	void stepsTellTheRounds() {
		this.client.when(anyMessage()).call("a", Map.of()).reply("Done");
		create();
		pass(3);
		JsonNode step = this.client.get(this.runPath + "/steps").path("data").path(0);
		assertThat(step.path("status").asString()).isEqualTo("in_progress");
		assertThat(step.at("/step_details/tool_calls/0/function/output").isNull()).isTrue();
		submit("one");
		pass(3);
		JsonNode steps = this.client.get(this.runPath + "/steps?order=asc").path("data");
		assertThat(steps).hasSize(2);
		assertThat(steps.path(0).path("status").asString()).isEqualTo("completed");
		assertThat(steps.path(0).at("/step_details/tool_calls/0/function/output").asString()).isEqualTo("one");
		assertThat(steps.path(1).path("type").asString()).isEqualTo("message_creation");
		String id = steps.path(1).path("id").asString();
		assertThat(this.client.get(this.runPath + "/steps/" + id)).isEqualTo(steps.path(1));
	}

	@Test
	void runExpiresWhileItWaitsForOutputs() {
		this.client.when(anyMessage()).call("a", Map.of()).reply("Done");
		create();
		pass(3);
		List<String> ids = ids();
		pass(600);
		assertThat(status()).isEqualTo("expired");
		assertThat(submitRefused(outputs(ids, "late")))
			.isEqualTo("Runs in status \"expired\" do not accept tool outputs.");
		assertThat(this.client.get(this.runPath + "/steps").path("data").path(0).path("status").asString())
			.isEqualTo("expired");
	}

	@Test
	void submissionDoesNotPostponeTheExpiry() {
		this.client.when(anyMessage()).call("a", Map.of()).reply("Done");
		create();
		pass(598);
		assertThat(status()).isEqualTo("requires_action");
		submit("one");
		pass(3);
		assertThat(status()).isEqualTo("expired");
	}

	@Test
	void outputsMustBeExactlyThePendingOnes() {
		this.client.when(anyMessage()).calls(call("a", Map.of()), call("b", Map.of())).reply("Done");
		create();
		pass(3);
		List<String> ids = ids();
		String expected = "Expected tool outputs for call_ids ['" + ids.get(0) + "', '" + ids.get(1) + "'], got ";
		assertThat(submitRefused(outputs(ids.subList(0, 1), "one"))).isEqualTo(expected + "['" + ids.get(0) + "']");
		assertThat(submitRefused(outputs(List.of(ids.get(0), "call_x"), "one", "two")))
			.isEqualTo(expected + "['" + ids.get(0) + "', 'call_x']");
		assertThat(submitRefused(outputs(List.of(ids.get(0), ids.get(0)), "one", "two"))).startsWith(expected);
		assertThat(submitRefused(outputs(List.of(ids.get(0), ids.get(1), "call_x"), "one", "two", "three")))
			.startsWith(expected);
		assertThat(status()).isEqualTo("requires_action");
	}

	@Test
	void outputsAreAcceptedInAnyOrder() {
		this.client.when(anyMessage())
			.calls(call("a", Map.of()), call("b", Map.of()))
			.reply((outputs) -> outputs.get("a") + outputs.get("b"));
		create();
		pass(3);
		List<String> ids = ids();
		this.client.post(this.runPath + "/submit_tool_outputs", outputs(List.of(ids.get(1), ids.get(0)), "B", "A"));
		pass(3);
		assertThat(
				this.client.get("/threads/" + this.thread + "/messages").at("/data/0/content/0/text/value").asString())
			.isEqualTo("AB");
	}

	@Test
	void outputsAreRefusedWhenNoneAreAskedFor() {
		this.client.when(anyMessage()).reply("Done");
		create();
		assertThat(submitRefused(outputs(List.of("call_x"), "one")))
			.isEqualTo("Runs in status \"queued\" do not accept tool outputs.");
	}

	@Test
	void tooLargeAnOutputIsRefused() {
		this.client.when(anyMessage()).call("a", Map.of()).reply("Done");
		create();
		pass(3);
		JsonNode error = this.client.refused(400, "POST", this.runPath + "/submit_tool_outputs",
				outputs(ids(), "x".repeat(1_048_577)));
		assertThat(error.path("code").asString()).isEqualTo("string_above_max_length");
		assertThat(error.path("param").asString()).isEqualTo("tool_outputs[0].output");
	}

	@Test
	void cancelledRunIsCancellingAtFirst() {
		this.client.when(anyMessage()).call("a", Map.of()).reply("Done");
		create();
		pass(3);
		run();
		assertThat(this.client.post(this.runPath + "/cancel", "").path("status").asString()).isEqualTo("cancelling");
		assertThat(this.client.refused(400, "POST", this.runPath + "/cancel", "").path("message").asString())
			.isEqualTo("Cannot cancel run with status 'cancelling'.");
		pass(1);
		JsonNode run = run();
		assertThat(run.path("status").asString()).isEqualTo("cancelled");
		assertThat(run.path("cancelled_at").isNumber()).isTrue();
		assertThat(this.client.get(this.runPath + "/steps").at("/data/0/status").asString()).isEqualTo("cancelled");
	}

	@Test
	void endedRunCannotBeCancelled() {
		this.client.when(anyMessage()).reply("Done");
		create();
		pass(3);
		assertThat(this.client.refused(400, "POST", this.runPath + "/cancel", "").path("message").asString())
			.isEqualTo("Cannot cancel run with status 'completed'.");
	}

	@Test
	void activeRunLocksItsThread() {
		this.client.when(anyMessage()).call("a", Map.of()).reply("Done");
		String run = create().path("id").asString();
		pass(3);
		assertThat(this.client
			.refused(400, "POST", "/threads/" + this.thread + "/messages", "{'role': 'user', 'content': 'More'}")
			.path("message")
			.asString()).isEqualTo("Can't add messages to " + this.thread + " while a run " + run + " is active.");
		assertThat(this.client
			.refused(400, "POST", "/threads/" + this.thread + "/runs", "{'assistant_id': '" + this.assistant + "'}")
			.path("message")
			.asString()).isEqualTo("Thread " + this.thread + " already has an active run " + run + ".");
		submit("one");
		pass(3);
		this.client.post("/threads/" + this.thread + "/messages", "{'role': 'user', 'content': 'More'}");
	}

	@Test
	void failureIsTold() {
		this.client.when(anyMessage()).fail("rate_limit_exceeded", "Too much");
		create();
		pass(3);
		JsonNode run = run();
		assertThat(run.path("status").asString()).isEqualTo("failed");
		assertThat(run.path("last_error").path("code").asString()).isEqualTo("rate_limit_exceeded");
		assertThat(run.path("last_error").path("message").asString()).isEqualTo("Too much");
		assertThat(run.path("failed_at").isNumber()).isTrue();
	}

	@Test
	void incompletenessIsToldInTheWordsOfThisWire() {
		this.client.when(anyMessage()).incomplete("max_output_tokens");
		create();
		pass(3);
		assertThat(run().path("status").asString()).isEqualTo("incomplete");
		assertThat(run().path("incomplete_details").path("reason").asString()).isEqualTo("max_completion_tokens");
	}

	@Test
	void refusalIsAPartOfItsOwn() {
		this.client.when(anyMessage()).refuse("No.");
		create();
		pass(3);
		assertThat(status()).isEqualTo("completed");
		JsonNode part = this.client.get("/threads/" + this.thread + "/messages").at("/data/0/content/0");
		assertThat(part.path("type").asString()).isEqualTo("refusal");
		assertThat(part.path("refusal").asString()).isEqualTo("No.");
	}

	@Test
	void unmatchedMessageFailsTheRunAndIsRecorded() {
		this.client.when(MessageMatcher.message().contains("order 17")).reply("Shipped");
		create("'additional_messages': [{'role': 'user', 'content': 'Where is order 18?'}]");
		pass(3);
		assertThat(status()).isEqualTo("failed");
		assertThat(run().path("last_error").path("message").asString()).contains("Where is order 18?",
				"message contains \"order 17\"");
		assertThat(this.client.server().scripts().unmatched()).singleElement()
			.asString()
			.contains("Where is order 18?");
	}

	@Test
	void runsAreListedNewestFirst() {
		this.client.when(anyMessage()).reply("Done");
		String first = create().path("id").asString();
		pass(3);
		String second = create().path("id").asString();
		JsonNode runs = this.client.get("/threads/" + this.thread + "/runs");
		assertThat(runs.path("data")).extracting((run) -> run.path("id").asString()).containsExactly(second, first);
	}

	@Test
	void onlyMetadataOfARunCanBeModified() {
		this.client.when(anyMessage()).reply("Done");
		create("'metadata': {'a': '1'}");
		assertThat(this.client.post(this.runPath, "{'metadata': {'b': '2'}}").path("metadata").toString())
			.isEqualTo("{\"b\":\"2\"}");
		assertThat(this.client.refused(400, "POST", this.runPath, "{'model': 'x'}").path("code").asString())
			.isEqualTo("unknown_parameter");
	}

	private JsonNode create() {
		return create("'metadata': {}");
	}

	private JsonNode create(String rest) {
		JsonNode run = this.client.post("/threads/" + this.thread + "/runs",
				"{'assistant_id': '" + this.assistant + "', " + rest + "}");
		this.runPath = "/threads/" + this.thread + "/runs/" + run.path("id").asString();
		return run;
	}

	private void pass(int seconds) {
		this.clock.advance(Duration.ofSeconds(seconds));
	}

	private JsonNode run() {
		return this.client.get(this.runPath);
	}

	private String status() {
		return run().path("status").asString();
	}

	private List<JsonNode> pending() {
		return run().at("/required_action/submit_tool_outputs/tool_calls").valueStream().toList();
	}

	private List<String> names() {
		return pending().stream().map((call) -> call.at("/function/name").asString()).toList();
	}

	private List<String> ids() {
		return pending().stream().map((call) -> call.path("id").asString()).toList();
	}

	private JsonNode submit(String... texts) {
		return this.client.post(this.runPath + "/submit_tool_outputs", outputs(ids(), texts));
	}

	private String submitRefused(String body) {
		return this.client.refused(400, "POST", this.runPath + "/submit_tool_outputs", body).path("message").asString();
	}

	private static String outputs(List<String> ids, String... texts) {
		StringBuilder json = new StringBuilder("{'tool_outputs': [");
		for (int i = 0; i < ids.size(); i++) {
			json.append((i > 0) ? ", " : "");
			json.append("{'tool_call_id': '").append(ids.get(i)).append("', 'output': '").append(texts[i]).append("'}");
		}
		return json.append("]}").toString();
	}

}
