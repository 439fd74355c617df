package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls and outputs of runs on wire Assistants v2, without a transport.
 */
class AssistantsToolOutputsTests extends AbstractAssistantsRunTests {

	@Test
	void callsProgressInRounds() {
		this.client.when(anyMessage())
			.calls(invented("a", Map.of("n", 1)), invented("b", Map.of()))
			.calls(invented("a", Map.of("n", 2)))
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
		this.client.when(anyMessage()).calls(invented("a", Map.of()), invented("b", Map.of())).reply("Done");
		create("'parallel_tool_calls': false");
		pass(3);
		assertThat(names()).containsExactly("a");
		submit("one");
		pass(3);
		assertThat(names()).containsExactly("b");
	}

	@Test
	void noCallsAreMadeWhenTheChoiceIsNone() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		create("'tool_choice': 'none'");
		pass(3);
		assertThat(status()).isEqualTo("completed");
	}

	@Test
	void requiredCallsAreMadeOnce() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		create("'tool_choice': 'required'");
		pass(3);
		submit("one");
		pass(3);
		assertThat(status()).isEqualTo("completed");
	}

	@Test
	void stepsTellTheRounds() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
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
	void outputsMustBeExactlyThePendingOnes() {
		this.client.when(anyMessage()).calls(invented("a", Map.of()), invented("b", Map.of())).reply("Done");
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
			.calls(invented("a", Map.of()), invented("b", Map.of()))
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
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		create();
		pass(3);
		JsonNode error = this.client.refused(400, "POST", this.runPath + "/submit_tool_outputs",
				outputs(ids(), "x".repeat(1_048_577)));
		assertThat(error.path("code").asString()).isEqualTo("string_above_max_length");
		assertThat(error.path("param").asString()).isEqualTo("tool_outputs[0].output");
	}

}
