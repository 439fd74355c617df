package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs on wire Assistants v2, without a transport.
 */
class AssistantsRunTests extends AbstractAssistantsRunTests {

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
	void runExpiresWhileItWaitsForOutputs() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
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
	void timeToExpiryCanBeSet() {
		ServerClient client = new ServerClient(
				OpenAiSimulator.builder().clock(this.clock).expiresAfter(Duration.ofSeconds(30)));
		client.server().addAssistant(new SimulatedAssistant("asst_1"));
		client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		JsonNode run = client.post("/threads/runs", "{'assistant_id': 'asst_1'}");
		pass(30);
		assertThat(client.get("/threads/" + run.path("thread_id").asString() + "/runs/" + run.path("id").asString())
			.path("status")
			.asString()).isEqualTo("expired");
	}

	@Test
	void submissionDoesNotPostponeTheExpiry() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		create();
		pass(598);
		assertThat(status()).isEqualTo("requires_action");
		submit("one");
		pass(3);
		assertThat(status()).isEqualTo("expired");
	}

	@Test
	void cancelledRunIsCancellingAtFirst() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
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
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
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

}
