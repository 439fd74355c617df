package io.github.openairun.wire.responses;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RequestTrace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for servers whose ids of calls are not unique.
 */
class RepeatedCallIdTests extends AbstractResponsesGatewayTests {

	@Test
	void callsWithOneIdInOneAskingAreToldApartAndAnsweredInTheirOrder() {
		Run run = created(ResponseJson.response("resp_1")
			.call("call_0", "list", "{\"path\":\"a\"}")
			.call("call_0", "list", "{\"path\":\"b\"}"));
		assertThat(run.toolCalls()).containsExactly(new ToolCall("call_0", "list", "{\"path\":\"a\"}"),
				new ToolCall("call_0#2", "list", "{\"path\":\"b\"}"));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").message("msg_1", "Both."));
		run = this.gateway.submitToolOutputs(run,
				List.of(new ToolOutput("call_0", "ls a"), new ToolOutput("call_0#2", "ls b")));
		assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(lastBody().path("input"))
			.extracting((item) -> item.path("call_id").stringValue() + "=" + output(item))
			.containsExactly("call_0=ls a", "call_0=ls b");
	}

	@Test
	void anIdThatLooksLikeOneOfOursIsSentAsItWas() {
		Run run = created(ResponseJson.response("resp_1").call("call#2", "list", "{}").call("call", "list", "{}"));
		List<ToolOutput> outputs = run.toolCalls().stream().map((call) -> new ToolOutput(call.id(), "-")).toList();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").message("msg_1", "Both."));
		this.gateway.submitToolOutputs(run, outputs);
		assertThat(lastBody().path("input")).extracting((item) -> item.path("call_id").stringValue())
			.containsExactly("call#2", "call");
	}

	@Test
	void aLostSubmissionOfTwoCallsWithOneIdIsFound() {
		Run run = created(ResponseJson.response("resp_1").call("call_0", "list", "1").call("call_0", "list", "2"));
		List<ToolOutput> outputs = List.of(new ToolOutput("call_0", "a"), new ToolOutput("call_0#2", "b"));
		conversation(ResponseJson.callItem("call_0"), ResponseJson.callItem("call_0"),
				ResponseJson.outputItem("call_0", "a"));
		assertThat(this.gateway.traceSubmission(run, outputs)).isInstanceOf(RequestTrace.Absent.class);
		conversation(ResponseJson.callItem("call_0"), ResponseJson.callItem("call_0"),
				ResponseJson.outputItem("call_0", "a"), ResponseJson.outputItem("call_0", "b"),
				ResponseJson.messageItem("msg_1", "assistant", "Both."));
		assertThat(this.gateway.traceSubmission(run, outputs)).isInstanceOf(RequestTrace.Found.class);
	}

	@Test
	void aCallWithTheSameIdInALaterRoundDoesNotHideTheEarlierOne() {
		Run run = created(ResponseJson.response("resp_1").call("call_0", "find_order", "{\"id\":1}"));
		conversation(ResponseJson.callItem("call_0").put("arguments", "{\"id\": 1}"),
				ResponseJson.outputItem("call_0", "one"),
				ResponseJson.callItem("call_0").put("arguments", "{\"id\":2}"));
		RequestTrace trace = this.gateway.traceSubmission(run, List.of(new ToolOutput("call_0", "one")));
		assertThat(trace).isInstanceOfSatisfying(RequestTrace.Found.class,
				(found) -> assertThat(found.run().toolCalls())
					.containsExactly(new ToolCall("call_0", "find_order", "{\"id\":2}")));
	}

	@Test
	void stepsOfRoundsWithTheSameIdHaveTheirOwnOutputs() {
		Run run = created(ResponseJson.response("resp_1").call("call_0", "find_order", "{}"));
		ResponseJson second = ResponseJson.later("resp_2", 1, "resp_1").call("call_0", "find_order", "{}");
		postReturns("/v1/responses", second);
		run = this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_0", "one")));
		responds(ResponseJson.response("resp_1").call("call_0", "find_order", "{}"), second);
		conversation(ResponseJson.callItem("call_0"), ResponseJson.outputItem("call_0", "one"),
				ResponseJson.callItem("call_0"));
		List<RunStep> steps = this.gateway.steps(run, PageQuery.oldestFirst()).data();
		assertThat(steps).extracting(RunStep::status).containsExactly("completed", "in_progress");
		assertThat(steps.get(0).toolCalls().get(0).output()).isEqualTo("one");
	}

	private static String output(JsonNode item) {
		return item.path("output").stringValue();
	}

}
