package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.ResponseFormat;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.AssistantLookup;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.items.ResponseTools;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application's own request holds for every response of a run, whatever the server
 * echoes.
 */
class KeptRequestTests extends AbstractResponsesGatewayTests {

	private static final List<ToolOutput> OUTPUTS = List.of(new ToolOutput("call_1", "shipped"));

	private static final ToolDefinition FIND_ORDER = new ToolDefinition("find_order", "Finds an order", PARAMETERS,
			true);

	private static RunRequest.Builder everything() {
		return request().model("gpt-test")
			.reasoningEffort("low")
			.temperature(0.2)
			.topP(0.9)
			.maxCompletionTokens(1000)
			.responseFormat(ResponseFormat.jsonObject())
			.instructions("Be brief.")
			.message("Where is order 17?")
			.toolChoice(ToolChoice.required())
			.parallelToolCalls(false)
			.metadata(Map.of("tenant", "t1"))
			.extraBody("store", false)
			.extraBody("service_tier", "flex")
			.extraBody("vendor_option", Map.of("level", 3));
	}

	/**
	 * A server that echoes nothing at all, or something else.
	 */
	private ResponseJson asking(boolean echoing) {
		ResponseJson response = asking("resp_1").usage(100, 40);
		return echoing
				? response.with("instructions", "Be verbose.")
					.with("max_output_tokens", 4000)
					.with("store", true)
					.with("service_tier", "default")
					.with("temperature", 1.0)
					.with("tools", List.of())
				: response.without("metadata", "model", "object", "error", "incomplete_details", "conversation");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void repeatsTheRequestAndNotTheEcho(boolean echoing) {
		postReturns("/v1/responses", asking(echoing));
		Run run = this.gateway.create(new RunCreation(everything().build(), assistant().build(), List.of(FIND_ORDER)));
		ObjectNode first = (ObjectNode) lastBody();
		this.gateway.submitToolOutputs(run, OUTPUTS);
		ObjectNode second = (ObjectNode) lastBody();
		assertThat(second.path("max_output_tokens").asInt()).isEqualTo(960);
		assertThat(second.has("tool_choice")).as("what forces a call").isFalse();
		assertThat(Json.texts(second, "metadata")).containsEntry("tenant", "t1")
			.containsEntry("openairun.run", "resp_1")
			.containsEntry("openairun.prev", "resp_1");
		List<String> differing = List.of("max_output_tokens", "tool_choice", "metadata", "input");
		assertThat((JsonNode) second.remove(differing)).isEqualTo(first.remove(differing));
		assertThat(second.path("store").asBoolean(true)).isFalse();
		assertThat(second.path("vendor_option").path("level").asInt()).isEqualTo(3);
	}

	@Test
	void repeatsTheRequestInTheThirdRound() {
		postReturns("/v1/responses", asking(false));
		Run run = this.gateway.create(new RunCreation(everything().build(), assistant().build(), List.of(FIND_ORDER)));
		postReturns("/v1/responses",
				ResponseJson.response("resp_2").without("metadata").usage(200, 60).call("call_1", "find_order", "{}"));
		run = this.gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(run.tools()).containsExactly(FIND_ORDER);
		this.gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(lastBody().path("max_output_tokens").asInt()).isEqualTo(900);
		assertThat(lastBody().path("instructions").asString()).isEqualTo("Be brief.");
		assertThat(Json.texts(lastBody(), "metadata")).containsEntry("openairun.seq", "2")
			.containsEntry("openairun.prev", "resp_2");
	}

	@Test
	void sendsNoLimitThatTheApplicationDidNotSet() {
		Run run = created(asking("resp_1").with("max_output_tokens", 120_000).usage(100, 40));
		this.gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(lastBody().has("max_output_tokens")).isFalse();
	}

	@Test
	void reportsTheRequestWhereTheServerEchoesNothing() {
		postReturns("/v1/responses", asking(false));
		Run run = this.gateway.create(new RunCreation(everything().build(), assistant().build(), List.of(FIND_ORDER)));
		assertThat(run.assistant()).isEqualTo("support");
		assertThat(run.model()).isEqualTo("gpt-test");
		assertThat(run.instructions()).isEqualTo("Be brief.");
		assertThat(run.tools()).containsExactly(FIND_ORDER);
		assertThat(run.metadata()).containsExactly(Map.entry("tenant", "t1"));
	}

	@Test
	void readingARunTwiceChangesNothing() {
		Run run = created(asking("resp_1").usage(100, 40));
		responds(asking("resp_1").usage(100, 40));
		assertThat(this.gateway.refresh(this.gateway.refresh(run)).continuation()).isEqualTo(run.continuation());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theApplicationsOwnBackgroundHolds(boolean background) {
		postReturns("/v1/responses", asking("resp_1").with("background", !background));
		Run run = this.gateway.create(creation(request().message("Hi").extraBody("background", background)));
		this.gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(lastBody().path("background").asBoolean(!background)).isEqualTo(background);
	}

	@Test
	void storesAsTheServerDoesByDefault() {
		Run run = created(asking("resp_1"));
		assertThat(lastBody().has("store")).isFalse();
		this.gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(lastBody().has("store")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void storesAsConfigured(boolean store) {
		ResponsesGateway gateway = gateway(ResponsesGateway.Options.defaults().withStore(store));
		postReturns("/v1/responses", asking("resp_1").with("store", true));
		Run run = gateway.create(creation(request().message("Hi")));
		assertThat(lastBody().path("store").asBoolean(!store)).isEqualTo(store);
		assertThat(lastBody().path("background").asBoolean()).as("needs storage").isEqualTo(store);
		gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(lastBody().path("store").asBoolean(!store)).isEqualTo(store);
		responds(asking("resp_1").with("store", !store));
		gateway.submitToolOutputs(run.mutate().continuation(null).build(), OUTPUTS);
		assertThat(lastBodyOf("POST /v1/responses").path("store").asBoolean(!store)).as("after a restart")
			.isEqualTo(store);
	}

	@Test
	void keepsNoCredentials() {
		BuiltInTool mcp = BuiltInTool.mcp("tracker", "https://mcp.example").withAuthorization("secret-token");
		Assistant assistant = assistant().builtInTools(mcp).build();
		ResponsesGateway gateway = gateway(ResponsesGateway.Options.defaults().withAssistants((name) -> assistant));
		postReturns("/v1/responses", asking("resp_1"));
		Run run = gateway.create(new RunCreation(request().message("Hi").build(), assistant, List.of(FIND_ORDER)));
		assertThat(run.continuation()).doesNotContain("secret-token");
		gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(lastBody().get("tools").toString()).contains("secret-token");
	}

	@Test
	void afterARestartTheConfigurationWinsOverTheEcho() {
		Assistant assistant = assistant().instructions("Be brief.").model("gpt-new").temperature(0.1).build();
		ResponsesGateway gateway = gateway(ResponsesGateway.Options.defaults().withAssistants((name) -> assistant));
		responds(asking("resp_1").with("instructions", "Be verbose.")
			.metadata("openairun.sent", "{\"model\":\"gpt-old\",\"temperature\":0.9,\"own\":[\"temperature\"]}"));
		conversation(ResponseJson.callItem("call_1"));
		postReturns("/v1/responses", asking("resp_2"));
		gateway.submitToolOutputs(gateway.load("resp_1", CONV), OUTPUTS);
		JsonNode body = lastBodyOf("POST /v1/responses");
		assertThat(body.path("instructions").asString()).isEqualTo("Be brief.");
		assertThat(body.path("model").asString()).isEqualTo("gpt-new");
		assertThat(body.path("temperature").asDouble()).as("the run's own").isEqualTo(0.9);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "[]", "[{\"type\":\"function\",\"name\":\"find_order\",\"parameters\":null,\"strict\":true}]" })
	void afterARestartTheToolsAreTheConfiguredOnes(String echo) {
		assertThat(toolsAfterARestart(echo, FIND_ORDER)).isEqualTo(ResponseTools.write(List.of(FIND_ORDER), List.of()));
	}

	@Test
	void afterARestartTheRunIsOfferedNoOtherTools() {
		String echo = "[{\"type\":\"function\",\"name\":\"find_order\",\"parameters\":{},\"strict\":true}]";
		JsonNode tools = toolsAfterARestart(echo, FIND_ORDER, new ToolDefinition("delete_order", null, "{}", false));
		assertThat(tools.findValuesAsString("name")).containsExactly("find_order");
	}

	private JsonNode toolsAfterARestart(String echo, ToolDefinition... configured) {
		Assistant assistant = assistant().build();
		ResponsesGateway gateway = gateway(ResponsesGateway.Options.defaults().withAssistants(new AssistantLookup() {

			@Override
			public Assistant find(String name) {
				return assistant;
			}

			@Override
			public List<ToolDefinition> tools(Assistant asked) {
				return List.of(configured);
			}

		}));
		responds(asking("resp_1").with("tools", Json.parse(echo, "echo")));
		conversation(ResponseJson.callItem("call_1"));
		postReturns("/v1/responses", asking("resp_2"));
		gateway.submitToolOutputs(gateway.load("resp_1", CONV), OUTPUTS);
		return lastBodyOf("POST /v1/responses").path("tools");
	}

}
