package io.github.openairun.wire.responses;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Assistant;
import io.github.openairun.RunRequest;
import io.github.openairun.RunUsage;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.WireResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ContinuationRequestTests {

	private static final RunIdentity IDENTITY = new RunIdentity("resp_1", "conv_1", Instant.EPOCH, "support", null);

	@ParameterizedTest
	@MethodSource
	void repeatsWhatTheResponseEchoes(String name, String echo, String repeated) {
		JsonNode request = request(ResponseJson.response("resp_1").with(name, Json.parse(echo, "echo")));
		assertThat(request.get(name)).isEqualTo(Json.parse(repeated, "repeated"));
	}

	static Stream<Arguments> repeatsWhatTheResponseEchoes() {
		return Stream.of(repeated("instructions", "\"Be brief.\""), repeated("service_tier", "\"flex\""),
				repeated("truncation", "\"auto\""), repeated("max_tool_calls", "3"),
				repeated("prompt_cache_key", "\"key\""), repeated("safety_identifier", "\"user-1\""),
				repeated("temperature", "0.2"), repeated("top_p", "0.9"), repeated("background", "false"),
				arguments("reasoning", "{\"effort\":\"low\",\"summary\":null}", "{\"effort\":\"low\"}"),
				arguments("text",
						"{\"verbosity\":\"medium\",\"format\":{\"type\":\"json_schema\",\"name\":\"refund\",\"strict\":true,"
								+ "\"description\":null,\"schema\":{\"type\":\"object\",\"default\":null}}}",
						"{\"verbosity\":\"medium\",\"format\":{\"type\":\"json_schema\",\"name\":\"refund\",\"strict\":true,"
								+ "\"schema\":{\"type\":\"object\",\"default\":null}}}"),
				arguments("tools",
						"[{\"type\":\"function\",\"name\":\"a\",\"description\":null,\"parameters\":{\"x\":null},\"strict\":true},"
								+ "{\"type\":\"web_search\",\"filters\":null}]",
						"[{\"type\":\"function\",\"name\":\"a\",\"parameters\":{\"x\":null},\"strict\":true},"
								+ "{\"type\":\"web_search\"}]"),
				arguments("tools", "[{\"type\":\"function\",\"name\":\"a\"}]",
						"[{\"type\":\"function\",\"name\":\"a\",\"parameters\":null,\"strict\":null}]"));
	}

	private static Arguments repeated(String name, String echo) {
		return arguments(name, echo, echo);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "truncation|\"disabled\"", "temperature|1.0", "top_p|1", "reasoning|{\"effort\":null}",
					"max_tool_calls|null", "instructions|[{\"role\":\"developer\"}]", "tools|[]", "output|[]",
					"usage|{\"output_tokens\":1}", "top_logprobs|0", "previous_response_id|\"resp_0\"",
					"status|\"completed\"", "error|null", "frobnication|\"full\"" })
	void leavesOutWhatTheServerAddsByItself(String name, String echo) {
		JsonNode request = request(ResponseJson.response("resp_1").with(name, Json.parse(echo, "echo")));
		assertThat(request.has(name)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "\"required\"|", "\"auto\"|", "\"none\"|\"none\"", "null|",
			"{\"type\":\"function\",\"name\":\"a\"}|",
			"{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"name\":\"a\"}]}|"
					+ "{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":[{\"type\":\"function\",\"name\":\"a\"}]}" })
	void takesBackWhatForcesACall(String echo, @Nullable String choice) {
		JsonNode request = request(ResponseJson.response("resp_1").with("tool_choice", Json.parse(echo, "echo")));
		assertThat(request.get("tool_choice")).isEqualTo((choice != null) ? Json.parse(choice, "choice") : null);
	}

	@Test
	void repeatsWhatWasSentRatherThanWhatTheServerMadeOfIt() {
		JsonNode request = request(ResponseJson.response("resp_1")
			.with("temperature", 1.0)
			.with("top_p", 0.98)
			.metadata("openairun.sent", "{\"model\":\"my-deployment\",\"temperature\":1.0}"));
		assertThat(request.get("model").stringValue()).isEqualTo("my-deployment");
		assertThat(request.get("temperature").doubleValue()).isEqualTo(1.0);
		assertThat(request.has("top_p")).isFalse();
	}

	@Test
	void repeatsTheEchoedModelWhenItDoesNotKnowWhatWasSent() {
		JsonNode request = request(ResponseJson.response("resp_1").metadata("openairun.sent", "{broken"));
		assertThat(request.get("model").stringValue()).isEqualTo("gpt-test-2026-01-01");
	}

	@ParameterizedTest
	@CsvSource({ "100,30,70", "100,95,16", "100,300,16" })
	void limitsTheNextResponseToWhatIsLeft(int limit, int used, int left) {
		JsonNode request = request(ResponseJson.response("resp_1").with("max_output_tokens", limit).usage(1000, used));
		assertThat(request.get("max_output_tokens").intValue()).isEqualTo(left);
	}

	@Test
	void repeatsTheLimitWhenTheServerDoesNotTellTheUsage() {
		JsonNode request = request(ResponseJson.response("resp_1").with("max_output_tokens", 100));
		assertThat(request.get("max_output_tokens").intValue()).isEqualTo(100);
	}

	@Test
	void repeatsParallelToolCallsOnlyWithTools() {
		ResponseJson response = ResponseJson.response("resp_1").with("parallel_tool_calls", false);
		assertThat(request(response).has("parallel_tool_calls")).isFalse();
		response.with("tools", List.of(Map.of("type", "web_search")));
		assertThat(request(response).path("parallel_tool_calls").asBoolean(true)).isFalse();
	}

	@Test
	void leavesOutALimitThatTheApplicationDidNotSet() {
		JsonNode request = request(ResponseJson.response("resp_1")
			.with("max_output_tokens", 100)
			.metadata("openairun.sent", "{\"model\":\"gpt-test\"}"));
		assertThat(request.has("max_output_tokens")).isFalse();
	}

	@Test
	void linksTheNextResponse() {
		JsonNode request = request(ResponseJson.later("resp_3", 2, "resp_2").metadata("tenant", "t1"));
		assertThat(Json.texts(request, "metadata")).containsOnly(Map.entry("tenant", "t1"),
				Map.entry("openairun.v", "1"), Map.entry("openairun.assistant", "support"),
				Map.entry("openairun.run", "resp_1"), Map.entry("openairun.seq", "3"),
				Map.entry("openairun.prev", "resp_3"), Map.entry("openairun.usage", "10,5,15"));
	}

	@Test
	void keepsWithinSixteenPairs() {
		Map<String, String> metadata = new HashMap<>();
		for (int i = 0; i < 9; i++) {
			metadata.put("key" + i, "value");
		}
		ResponseJson response = ResponseJson.response("resp_1")
			.with("metadata",
					RunMetadata.first(
							new RunCreation(RunRequest.assistant("support").metadata(metadata).build(),
									Assistant.named("support").build(), List.of()),
							Json.object().put("model", "gpt-test")));
		RunMetadata.checkForRun(metadata);
		assertThat(request(response).get("metadata").size()).isEqualTo(16);
	}

	@Test
	void forgetsTheUsageThatIsNotKnown() {
		WireResponse response = wire(ResponseJson.later("resp_2", 1, "resp_1").metadata("openairun.usage", "1,1,2"));
		JsonNode request = ContinuationRequest.after(response, IDENTITY, null).request("conv_1", Json.tree("in"));
		assertThat(request.get("metadata").has("openairun.usage")).isFalse();
	}

	@Test
	void skipsResponsesThatAreNotKnown() {
		WireResponse response = wire(ResponseJson.later("resp_2", 1, "resp_1"));
		JsonNode request = ContinuationRequest.after(response, IDENTITY, new RunUsage(1, 1, 2))
			.skip(2)
			.request("conv_1", Json.tree("in"));
		assertThat(Json.texts(request, "metadata")).containsEntry("openairun.seq", "4")
			.containsEntry("openairun.run", "resp_1")
			.doesNotContainKeys("openairun.prev", "openairun.usage");
	}

	@Test
	void survivesItsTextForm() {
		WireResponse response = wire(ResponseJson.response("resp_1").with("instructions", "Be brief."));
		ContinuationRequest continuation = ContinuationRequest.after(response, IDENTITY, null);
		JsonNode input = Json.tree("in");
		assertThat(ContinuationRequest.parse(continuation.text()).request("conv_1", input))
			.isEqualTo(continuation.request("conv_1", input));
	}

	@Test
	void refusesATextThatIsNotItsOwn() {
		assertThatIllegalArgumentException().isThrownBy(() -> ContinuationRequest.parse("[]"))
			.withMessageContaining("continuation");
	}

	private static JsonNode request(ResponseJson response) {
		return ContinuationRequest.after(wire(response), IDENTITY, new RunUsage(10, 5, 15))
			.request("conv_1", Json.tree("in"));
	}

	private static WireResponse wire(ResponseJson response) {
		return new WireResponse("GET /responses/x", Json.parse(response.toString(), "response"), null, null);
	}

}
