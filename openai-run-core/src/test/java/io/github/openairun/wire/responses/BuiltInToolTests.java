package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.BuiltInTool.McpApproval;
import io.github.openairun.Run;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.responses.ResponsesGateway.Options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tools that the server executes, when a run begins and when it goes on.
 */
class BuiltInToolTests extends AbstractResponsesGatewayTests {

	private static final BuiltInTool.Mcp MCP = BuiltInTool.mcp("shop", "https://mcp.example.com")
		.withAuthorization("secret-1")
		.withHeaders(Map.of("X-Key", "secret-2"));

	private static final BuiltInTool RAW_MCP = BuiltInTool
		.other("""
				{"type": "mcp", "server_label": "shop", "server_url": "https://mcp.example.com", "require_approval": "never",
				 "authorization": "secret-1", "headers": {"X-Key": "secret-2"}}""");

	private static final String ECHO = """
			[{"type": "mcp", "server_label": "shop", "server_url": "%s", "require_approval": "never",
			  "headers": null, "allowed_tools": null},
			 {"type": "mcp", "server_label": "other", "server_url": "https://other.example.com"},
			 {"type": "file_search", "vector_store_ids": ["vs_1"], "filters": null}]""";

	@ParameterizedTest
	@MethodSource
	void writesTools(BuiltInTool tool, String expected) {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		Assistant assistant = assistant().builtInTools(tool).build();
		this.gateway.create(new RunCreation(request().message("Hello").build(), assistant, List.of()));
		assertJson(lastBody().get("tools"), "[" + expected + "]");
	}

	static List<Arguments> writesTools() {
		return List.of(arguments(BuiltInTool.fileSearch("vs_1", "vs_2"), """
				{"type": "file_search", "vector_store_ids": ["vs_1", "vs_2"]}"""),
				arguments(new BuiltInTool.FileSearch(List.of("vs_1"), 5), """
						{"type": "file_search", "vector_store_ids": ["vs_1"], "max_num_results": 5}"""),
				arguments(BuiltInTool.codeInterpreter(), """
						{"type": "code_interpreter", "container": {"type": "auto"}}"""),
				arguments(BuiltInTool.codeInterpreter("file_1"), """
						{"type": "code_interpreter", "container": {"type": "auto", "file_ids": ["file_1"]}}"""),
				arguments(BuiltInTool.webSearch(), "{\"type\": \"web_search\"}"),
				arguments(BuiltInTool.mcp("shop", "https://mcp.example.com").withApproval(McpApproval.required()), """
						{"type": "mcp", "server_label": "shop", "server_url": "https://mcp.example.com",
						 "require_approval": "always"}"""),
				arguments(BuiltInTool.mcp("shop", "https://mcp.example.com")
					.withApproval(McpApproval.ofTools(List.of("refund"), List.of("find"))), """
							{"type": "mcp", "server_label": "shop", "server_url": "https://mcp.example.com",
							 "require_approval": {"always": {"tool_names": ["refund"]},
							                      "never": {"tool_names": ["find"]}}}"""),
				arguments(BuiltInTool.mcp("shop", "https://mcp.example.com").withAllowedTools(List.of("find")), """
						{"type": "mcp", "server_label": "shop", "server_url": "https://mcp.example.com",
						 "require_approval": "never", "allowed_tools": ["find"]}"""),
				arguments(MCP,
						"""
								{"type": "mcp", "server_label": "shop", "server_url": "https://mcp.example.com",
								 "require_approval": "never", "authorization": "secret-1", "headers": {"X-Key": "secret-2"}}"""),
				arguments(BuiltInTool.other("{\"type\":\"image_generation\"}"), "{\"type\": \"image_generation\"}"));
	}

	@Test
	void refusesAFileSearchInNothing() {
		Assistant assistant = assistant().builtInTools(BuiltInTool.fileSearch()).build();
		RunCreation creation = new RunCreation(request().message("Hello").build(), assistant, List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation))
			.withMessageContaining("at least one vector store");
		assertThat(requests()).isEmpty();
	}

	@Test
	void addsTheCredentialsThatTheServerDoesNotEcho() {
		JsonNode tools = continuedWith(ECHO.formatted("https://mcp.example.com"),
				assistant().builtInTools(MCP).build());
		assertJson(tools, """
				[{"type": "mcp", "server_label": "shop", "server_url": "https://mcp.example.com",
				  "require_approval": "never", "authorization": "secret-1", "headers": {"X-Key": "secret-2"}},
				 {"type": "mcp", "server_label": "other", "server_url": "https://other.example.com"},
				 {"type": "file_search", "vector_store_ids": ["vs_1"]}]""");
	}

	@Test
	void addsTheCredentialsOfARawToolToo() {
		JsonNode tools = continuedWith(ECHO.formatted("https://mcp.example.com"),
				assistant().builtInTools(RAW_MCP).build());
		assertJson(tools.get(0), """
				{"type": "mcp", "server_label": "shop", "server_url": "https://mcp.example.com",
				 "require_approval": "never", "authorization": "secret-1", "headers": {"X-Key": "secret-2"}}""");
	}

	@Test
	void givesCredentialsToNoOtherServerOfARawToolEither() {
		JsonNode tools = continuedWith(ECHO.formatted("https://elsewhere.example.com"),
				assistant().builtInTools(RAW_MCP).build());
		assertThat(tools.toString()).doesNotContain("secret");
	}

	@Test
	void remembersWhichServersCredentialsWereSentFor() {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		this.gateway.create(new RunCreation(request().message("Hello").build(),
				assistant().builtInTools(RAW_MCP, BuiltInTool.mcp("open", "https://open.example.com")).build(),
				List.of()));
		assertThat(lastBody().get("metadata").get("openairun.sent").stringValue())
			.isEqualTo("{\"model\":\"gpt-test\",\"mcp\":[\"shop\"]}");
	}

	@Test
	void doesNotGoOnWithoutCredentialsThatWereSentAtFirst() {
		ResponsesGateway gateway = gateway(Options.defaults());
		responds(asking("resp_1").with("tools", Json.parse(ECHO.formatted("https://mcp.example.com"), "tools"))
			.metadata("openairun.sent", "{\"model\":\"gpt-test\",\"mcp\":[\"shop\"]}"));
		conversation(ResponseJson.callItem("call_1"));
		Run run = gateway.load("resp_1", CONV);
		assertThatIllegalStateException()
			.isThrownBy(() -> gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped"))))
			.withMessageContainingAll("resp_1", "[shop]", "openai.run.assistants.support.mcp");
		assertThat(requests()).noneMatch((request) -> request.startsWith("POST"));
	}

	@Test
	void refusesCredentialsOfOneRequestThatWouldBeLostAfterACall() {
		ToolDefinition tool = new ToolDefinition("find_order", null, PARAMETERS, true);
		RunCreation creation = creation(request().message("Hello")
			.extraBody("tools", List.of(Map.of("type", "function", "name", "find_order"),
					Map.of("type", "mcp", "server_label", "shop", "authorization", "secret-1"))),
				tool);
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation))
			.withMessageContainingAll("[shop]", "openai.run.assistants.support.mcp")
			.withMessageNotContaining("secret");
		assertThat(requests()).isEmpty();
	}

	@Test
	void takesCredentialsOfOneRequestThatTheAssistantHasAsWell() {
		ResponsesGateway gateway = gateway(
				Options.defaults().withAssistants((name) -> assistant().builtInTools(MCP).build()));
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		RunCreation creation = creation(request().message("Hello")
			.extraBody("tools", List.of(Map.of("type", "function", "name", "find_order"),
					Map.of("type", "mcp", "server_label", "shop", "headers", Map.of("X-Key", "secret-2")))));
		assertThat(gateway.create(creation).id()).isEqualTo("resp_1");
	}

	@Test
	void takesCredentialsOfARunThatCannotCall() {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		RunCreation creation = creation(request().message("Hello")
			.extraBody("tools", List.of(Map.of("type", "mcp", "server_label", "shop", "authorization", "secret-1",
					"require_approval", "never"))));
		assertThat(this.gateway.create(creation).id()).isEqualTo("resp_1");
	}

	@Test
	void refusesCredentialsOfOneRequestThatWouldBeLostAfterAnApproval() {
		RunCreation creation = creation(request().message("Hello")
			.extraBody("tools", List.of(Map.of("type", "mcp", "server_label", "shop", "authorization", "secret-1"))));
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation))
			.withMessageContaining("[shop]");
	}

	@Test
	void givesCredentialsToNoOtherServerOfTheSameLabel() {
		JsonNode tools = continuedWith(ECHO.formatted("https://elsewhere.example.com"),
				assistant().builtInTools(MCP).build());
		assertThat(tools.toString()).doesNotContain("secret");
	}

	@Test
	void goesOnWithoutAnAssistantThatIsNotConfiguredAnyMore() {
		JsonNode tools = continuedWith(ECHO.formatted("https://mcp.example.com"), null);
		assertThat(tools).hasSize(3);
		assertThat(tools.toString()).doesNotContain("secret");
	}

	@Test
	void keepsNoCredentialsInSnapshots() {
		ResponseJson asking = asking("resp_1").with("tools",
				Json.parse(ECHO.formatted("https://mcp.example.com"), "x"));
		postReturns("/v1/responses", asking);
		Assistant assistant = assistant().builtInTools(MCP).build();
		Run run = this.gateway.create(new RunCreation(request().message("Hello").build(), assistant, List.of()));
		assertThat(run.continuation()).doesNotContain("secret");
		assertThat(assistant + " " + assistant.builtInTools()).doesNotContain("secret", "mcp.example.com");
	}

	private JsonNode continuedWith(String echoedTools, Assistant configured) {
		ResponsesGateway gateway = gateway(
				Options.defaults().withAssistants((name) -> name.equals("support") ? configured : null));
		responds(asking("resp_1").with("tools", Json.parse(echoedTools, "tools")));
		conversation(ResponseJson.callItem("call_1"));
		Run run = gateway.load("resp_1", CONV);
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
		return lastBodyOf("POST /v1/responses").get("tools");
	}

}
