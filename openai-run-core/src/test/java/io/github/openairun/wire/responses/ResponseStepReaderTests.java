package io.github.openairun.wire.responses;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunStep;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResponseStepReaderTests extends AbstractResponsesGatewayTests {

	@Test
	void makesStepsOfTheItemsOfAllResponses() {
		Run run = twoRounds();
		forgetRequests();
		CursorPage<RunStep> page = this.gateway.steps(run, PageQuery.oldestFirst());
		Instant createdAt = run.createdAt();
		assertThat(page.data()).containsExactly(
				step("step_resp_1_0", createdAt).type("message_creation").messageId("msg_1").build(),
				step("step_resp_1_1", createdAt).type("tool_calls")
					.toolCalls(List.of(findOrder("call_1", "shipped"), findOrder("call_2", "")))
					.build(),
				step("step_resp_2_0", createdAt).type("message_creation")
					.messageId("msg_2")
					.completedAt(Instant.ofEpochSecond(1_760_000_010))
					.usage(new RunUsage(200, 20, 220))
					.build());
		assertThat(page.hasMore()).isFalse();
		assertThat(requests()).containsExactly("GET /v1/responses/resp_2", "GET /v1/responses/resp_1",
				"GET " + ITEMS + "?limit=100&order=desc");
	}

	private static RunStep.Builder step(String id, Instant createdAt) {
		return RunStep.builder(id, "resp_1", CONV).status("completed").createdAt(createdAt);
	}

	private static RunStep.Call findOrder(String id, String output) {
		return RunStep.Call.builder(id, "function").name("find_order").arguments("{}").output(output).build();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "ASC|2|-|-|step_resp_1_0 step_resp_1_1|true", "ASC|2|step_resp_1_1|-|step_resp_2_0|false",
					"DESC|2|-|-|step_resp_2_0 step_resp_1_1|true", "DESC|2|step_resp_1_1|-|step_resp_1_0|false",
					"ASC|20|-|step_resp_1_1|step_resp_1_0|false", "ASC|20|step_resp_2_0|-||false",
					"ASC|20|step_resp_2_0|step_resp_1_0||false" })
	void pagesThroughSteps(PageQuery.Order order, int limit, String after, String before, String ids, boolean hasMore) {
		Run run = twoRounds();
		CursorPage<RunStep> page = this.gateway.steps(run, new PageQuery(limit, order, after, before));
		assertThat(page.data()).extracting(RunStep::id).containsExactly((ids != null) ? ids.split(" ") : new String[0]);
		assertThat(page.hasMore()).isEqualTo(hasMore);
		assertThat(page.firstId()).isEqualTo(page.data().isEmpty() ? null : page.data().get(0).id());
	}

	@Test
	void refusesACursorThatIsNoStep() {
		Run run = twoRounds();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.steps(run, PageQuery.oldestFirst().after("step_9")))
			.withMessageContaining("step_9");
	}

	@Test
	void groupsCallsOfBuiltInTools() {
		ResponseJson response = ResponseJson.response("resp_1")
			.item(Json.object().put("type", "reasoning").put("id", "rs_1"))
			.item(Json.object().put("type", "web_search_call").put("id", "ws_1").put("status", "completed"))
			.item(Json.object().put("type", "reasoning").put("id", "rs_2"))
			.item(Json.object()
				.put("type", "mcp_call")
				.put("id", "mcp_1")
				.put("name", "list")
				.put("arguments", "{}")
				.put("output", "[]"))
			.message("msg_1", "Found.")
			.item(Json.object().put("type", "code_interpreter_call").put("id", "ci_1").put("status", "interpreting"));
		Run run = created(response);
		responds(response);
		List<RunStep> steps = this.gateway.steps(run, PageQuery.oldestFirst()).data();
		assertThat(steps).extracting(RunStep::toolCalls)
			.containsExactly(
					List.of(RunStep.Call.builder("ws_1", "web_search")
						.json("{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}")
						.build(),
							RunStep.Call.builder("mcp_1", "mcp")
								.name("list")
								.arguments("{}")
								.output("[]")
								.json("{\"type\":\"mcp_call\",\"id\":\"mcp_1\",\"name\":\"list\","
										+ "\"arguments\":\"{}\",\"output\":\"[]\"}")
								.build()),
					List.of(),
					List.of(RunStep.Call.builder("ci_1", "code_interpreter")
						.json("{\"type\":\"code_interpreter_call\",\"id\":\"ci_1\",\"status\":\"interpreting\"}")
						.build()));
		assertThat(steps).extracting(RunStep::status).containsExactly("completed", "completed", "interpreting");
	}

	@Test
	void makesOneStepOfAllFunctionCallsOfAResponse() {
		ResponseJson response = ResponseJson.response("resp_1")
			.call("call_1", "find_order", "{}")
			.message("msg_1", "And another one.")
			.call("call_2", "find_order", "{}");
		Run run = created(response);
		responds(response);
		List<RunStep> steps = this.gateway.steps(run, PageQuery.oldestFirst()).data();
		assertThat(steps).extracting(RunStep::type).containsExactly("tool_calls", "message_creation");
		assertThat(steps.get(0).toolCalls()).extracting(RunStep.Call::id).containsExactly("call_1", "call_2");
	}

	@Test
	void showsArgumentsThatAreNoText() {
		ResponseJson response = ResponseJson.response("resp_1");
		response.item(ResponseJson.callItem("call_1").set("arguments", Json.object().put("n", 1)))
			.item(ResponseJson.callItem("call_2").put("arguments", ""))
			.item(ResponseJson.callItem("call_3").putNull("arguments"));
		Run run = created(response);
		responds(response);
		assertThat(this.gateway.steps(run, PageQuery.oldestFirst()).data().get(0).toolCalls())
			.extracting(RunStep.Call::arguments)
			.containsExactly("{\"n\":1}", "", null);
	}

	@Test
	void showsCallsThatWait() {
		Run run = waiting();
		responds(asking("resp_1"));
		forgetRequests();
		assertThat(this.gateway.steps(run, PageQuery.oldestFirst()).data()).singleElement().satisfies((step) -> {
			assertThat(step.status()).isEqualTo("in_progress");
			assertThat(step.toolCalls()).extracting(RunStep.Call::output).containsOnlyNulls();
		});
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1");
	}

	@Test
	void showsCallsThatNobodyAnswered() {
		Run run = created(ResponseJson.response("resp_1").status("incomplete").call("call_1", "find_order", "{"));
		responds(ResponseJson.response("resp_1").status("incomplete").call("call_1", "find_order", "{"));
		conversation();
		assertThat(this.gateway.steps(run, PageQuery.oldestFirst()).data()).extracting(RunStep::status)
			.containsExactly("incomplete");
	}

	@Test
	void showsWhyAResponseFailed() {
		ResponseJson response = ResponseJson.response("resp_1")
			.status("failed")
			.with("error", Map.of("code", "server_error", "message", "Oops."))
			.message("msg_1", "Hel");
		Run run = created(response);
		responds(response);
		assertThat(this.gateway.steps(run, PageQuery.oldestFirst()).data()).extracting(RunStep::lastError)
			.containsExactly(new RunError("server_error", "Oops."));
	}

	@Test
	void showsRoundsOfWhichOnlyTheItemsAreKnown() {
		responds(asking("resp_1"));
		conversation(ResponseJson.callItem("call_1"), ResponseJson.outputItem("call_1", "shipped"),
				ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		Run run = this.gateway.load("resp_1", CONV);
		List<RunStep> steps = this.gateway.steps(run, PageQuery.oldestFirst()).data();
		assertThat(steps).extracting(RunStep::id).containsExactly("step_resp_1_0", "step_resp_1.1_0");
		assertThat(steps.get(0).toolCalls()).extracting(RunStep.Call::output).containsExactly("shipped");
		assertThat(steps.get(1).messageId()).isEqualTo("msg_1");
		assertThat(steps.get(1).createdAt()).isNull();
	}

	private Run twoRounds() {
		Run run = created(ResponseJson.response("resp_1")
			.message("msg_1", "Let me see.")
			.call("call_1", "find_order", "{}")
			.call("call_2", "find_order", "{}"));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").message("msg_2", "Shipped."));
		run = this.gateway.submitToolOutputs(run,
				List.of(new ToolOutput("call_1", "shipped"), new ToolOutput("call_2", "")));
		responds(
				ResponseJson.response("resp_1")
					.usage(100, 10)
					.message("msg_1", "Let me see.")
					.call("call_1", "find_order", "{}")
					.call("call_2", "find_order", "{}"),
				ResponseJson.later("resp_2", 1, "resp_1")
					.with("completed_at", 1_760_000_010)
					.usage(200, 20)
					.message("msg_2", "Shipped."));
		conversation(ResponseJson.messageItem("msg_0", "user", "Hello"), ResponseJson.callItem("call_1"),
				ResponseJson.callItem("call_2"), ResponseJson.outputItem("call_1", "shipped"),
				ResponseJson.outputItem("call_2", ""), ResponseJson.messageItem("msg_2", "assistant", "Shipped."));
		return run;
	}

}
