package io.github.openairun.wire.assistants;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ContentPart;
import io.github.openairun.CursorPage;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what servers other than OpenAI's leave out, add or write in their own way.
 */
class AlmostCompatibleServerTests extends WithServer {

	@Test
	void shouldReadRunOfWhichOnlyTheIdIsKnown() {
		Run run = load("");
		assertThat(run.threadId()).isEqualTo("thread_1");
		assertThat(run.status()).isEqualTo(RunStatus.UNKNOWN);
		assertThat(run.createdAt()).isEqualTo(Instant.EPOCH);
		assertThat(run.tools()).isEmpty();
		assertThat(run.metadata()).isEmpty();
		assertThat(run.usage()).isNull();
		assertThat(run.lastError()).isNull();
	}

	@Test
	void shouldTakeEmptyForNull() {
		Run run = load("""
				"thread_id":"","assistant_id":"","object":"","model":"","instructions":"","last_error":{},"usage":{},
				"incomplete_details":{"reason":""},"required_action":"","metadata":"","tools":"" """);
		assertThat(run.threadId()).isEqualTo("thread_1");
		assertThat(run.object()).isEqualTo("thread.run");
		assertThat(run.assistant()).isNull();
		assertThat(run.model()).isNull();
		assertThat(run.instructions()).isNull();
		assertThat(run.lastError()).isNull();
		assertThat(run.usage()).isNull();
		assertThat(run.incompleteReason()).isNull();
	}

	@Test
	void shouldKeepStatusThatIsNotKnown() {
		Run run = load("\"status\":\"thinking\"");
		assertThat(run.status()).isEqualTo(RunStatus.UNKNOWN);
		assertThat(run.statusText()).isEqualTo("thinking");
		assertThat(run.status().isTerminal()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "1795305600|1795306200|2026-11-22T00:10:00Z", "1795305600|0|-", "1795305600|600|-",
					"1795305600|600000|-", "1795305600|1795305600|-", "1795305600|null|-", "0|1795306200|-",
					"1795305600|1795306200000|-", "1795305600.5|1795306200.5|2026-11-22T00:10:00.500Z" })
	void shouldKeepExpiryOnlyWhereItMakesSense(String created, String expires, @Nullable Instant expected) {
		Run run = load("\"created_at\":" + created + ",\"expires_at\":" + expires);
		assertThat(run.expiresAt()).isEqualTo(expected);
	}

	@Test
	void shouldTakeTimesThatAreZeroForNotSet() {
		Run run = load("\"started_at\":0,\"cancelled_at\":0,\"failed_at\":0,\"completed_at\":0");
		assertThat(run.startedAt()).isNull();
		assertThat(run.cancelledAt()).isNull();
		assertThat(run.failedAt()).isNull();
		assertThat(run.completedAt()).isNull();
	}

	@Test
	void shouldReadNumbersThatAreTexts() {
		Run run = load("\"created_at\":\"1795305600\",\"usage\":{\"prompt_tokens\":\"3\",\"completion_tokens\":4}");
		assertThat(run.createdAt()).isEqualTo(Instant.ofEpochSecond(1795305600));
		assertThat(run.usage()).isEqualTo(new RunUsage(3, 4, 7));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "\"Out of memory\"|unknown|Out of memory", "{\"message\":\"m\"}|unknown|m",
					"{\"code\":\"content_filter\"}|content_filter|``", "{\"code\":500,\"message\":\"m\"}|500|m" })
	void shouldReadErrorsInEveryShape(String error, String code, String message) {
		assertThat(load("\"status\":\"failed\",\"last_error\":" + error).lastError())
			.isEqualTo(new RunError(code, message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":\"call_1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}",
			"{\"id\":\"call_1\",\"type\":\"\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}",
			"{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}}",
			"{\"id\":\"call_1\",\"type\":\"function\",\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}" })
	void shouldReadCallsInEveryShape(String call) {
		assertThat(waiting("{\"type\":\"submit_tool_outputs\",\"submit_tool_outputs\":{\"tool_calls\":[" + call + "]}}")
			.toolCalls()).containsExactly(new ToolCall("call_1", "f", "{\"a\":1}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"\"" })
	void shouldReadCallWithoutArguments(String arguments) {
		Run run = waiting("""
				{"submit_tool_outputs":{"tool_calls":[{"id":"call_1","function":{"name":"f","arguments":%s}}]}}"""
			.formatted(arguments));
		assertThat(run.toolCalls()).containsExactly(new ToolCall("call_1", "f", "{}"));
	}

	@Test
	void shouldReadCallsThatStandDirectlyInTheAction() {
		assertThat(waiting("{\"type\":\"submit_tool_outputs\",\"tool_calls\":[{\"id\":\"call_1\"}]}").toolCalls())
			.containsExactly(new ToolCall("call_1", "", "{}"));
	}

	@Test
	void shouldNotGuessTheIdOfACall() {
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> waiting("{\"submit_tool_outputs\":{\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]}}"))
			.withMessageContaining("a tool call has no 'id'");
	}

	@Test
	void shouldReadApprovalsThatRemoteServersAskFor() {
		Run run = waiting("""
				{"type":"submit_tool_approval","submit_tool_approval":{"tool_calls":[
				 {"id":"call_1","type":"mcp","server_label":"shop","name":"refund","arguments":{"a":1}},
				 {"id":"call_2","name":"find"}]}}""");
		assertThat(run.toolCalls()).containsExactly(new ToolCall("call_1", "refund", "{\"a\":1}", "shop"),
				new ToolCall("call_2", "find", "{}", ""));
		assertThat(run.unsupportedAction()).isNull();
	}

	@Test
	void shouldNameActionThatToolOutputsCannotAnswer() {
		String type = "solve_captcha";
		Run run = waiting("{\"type\":\"%s\",\"%s\":{\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"mcp\"}]}}"
			.formatted(type, type));
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(run.unsupportedAction()).isEqualTo(type);
		assertThat(run.toolCalls()).isEmpty();
	}

	@Test
	void shouldNameCallThatIsNoFunction() {
		Run run = waiting("""
				{"type":"submit_tool_outputs","submit_tool_outputs":{"tool_calls":[
				 {"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}},
				 {"id":"call_2","type":"browser","browser":{}}]}}""");
		assertThat(run.unsupportedAction()).isEqualTo("browser");
		assertThat(run.toolCalls()).extracting(ToolCall::id).containsExactly("call_1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{}", "{\"type\":\"submit_tool_outputs\"}" })
	void shouldKeepStatusOfARunThatHidesItsCalls(String action) {
		Run run = waiting(action);
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(run.toolCalls()).isEmpty();
		assertThat(run.unsupportedAction()).isNull();
	}

	@Test
	void shouldPassOverCallsThatAreLeftFromAnEarlierStatus() {
		Run run = load("""
				"status":"in_progress","required_action":{"type":"submit_tool_outputs","submit_tool_outputs":
				{"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]}}""");
		assertThat(run.toolCalls()).isEmpty();
		assertThat(run.status()).isEqualTo(RunStatus.IN_PROGRESS);
	}

	@Test
	void shouldPassOverToolsThatAreNoFunctionsOrHaveOddNames() {
		Run run = load("""
				"tools":[{"type":"bing_grounding","bing_grounding":{}},{"type":"function","function":{"name":"a.b"}},
				 {"type":"function"},null,"x",{"type":"function","function":{"name":"ok"}}]""");
		assertThat(run.tools()).singleElement().satisfies((tool) -> {
			assertThat(tool.name()).isEqualTo("ok");
			assertThat(json(tool.parameters())).isEqualTo(json("{\"type\":\"object\",\"properties\":{}}"));
		});
	}

	@Test
	void shouldRefuseMoreCallsThanAnyModelMakes() {
		String call = "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"ping\"}},";
		answer("{\"id\":\"run_1\",\"status\":\"requires_action\",\"required_action\":{\"tool_calls\":["
				+ call.repeat(1000) + call.replace("},", "}") + "]}}");
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.load("run_1", "thread_1"))
			.withMessageContaining("'tool_calls' are more than 1000");
	}

	@Test
	void shouldFindCursorsOfAListThatNamesNone() {
		answer("{\"data\":[{\"id\":\"run_2\"},{\"id\":\"run_1\"}],\"has_more\":true}");
		CursorPage<Run> page = this.gateway.list("thread_1", PageQuery.newestFirst());
		assertThat(page.firstId()).isEqualTo("run_2");
		assertThat(page.lastId()).isEqualTo("run_1");
		assertThat(page.hasMore()).isTrue();
	}

	@Test
	void shouldFindNoCursorInAnEmptyList() {
		answer("{\"data\":[]}");
		CursorPage<Run> page = this.gateway.list("thread_1", PageQuery.newestFirst());
		assertThat(page).isEqualTo(new CursorPage<Run>(List.of(), null, null, false));
	}

	@Test
	void shouldReadMessageWhoseContentIsPlain() {
		answer("{\"id\":\"msg_1\",\"content\":\"Hi\"}");
		Message message = this.gateway.threads().loadMessage("msg_1", "thread_1");
		assertThat(message.text()).isEqualTo("Hi");
		assertThat(message.role()).isEqualTo(Message.USER);
		assertThat(message.threadId()).isEqualTo("thread_1");
		assertThat(message.createdAt()).isNull();
	}

	@Test
	void shouldTellWriterOfAMessageWithoutRoleByItsRun() {
		answer("{\"id\":\"msg_1\",\"run_id\":\"run_1\",\"content\":[]}");
		assertThat(this.gateway.threads().loadMessage("msg_1", "thread_1").role()).isEqualTo(Message.ASSISTANT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"text\",\"text\":\"Hi\"}", "{\"text\":{\"value\":\"Hi\"}}",
			"{\"type\":\"text\",\"text\":{\"value\":\"Hi\",\"annotations\":null}}" })
	void shouldReadTextInEveryShape(String part) {
		answer("{\"id\":\"msg_1\",\"content\":[" + part + "]}");
		assertThat(this.gateway.threads().loadMessage("msg_1", "thread_1").content())
			.containsExactly(ContentPart.text("Hi"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"image_url\"}", "{\"type\":\"image_file\",\"image_file\":{}}",
			"{\"type\":\"refusal\"}", "{\"type\":\"text\"}", "{\"new\":1}" })
	void shouldKeepPartsThatMakeNoSense(String part) {
		answer("{\"id\":\"msg_1\",\"content\":[" + part + "]}");
		assertThat(this.gateway.threads().loadMessage("msg_1", "thread_1").content()).singleElement()
			.isInstanceOfSatisfying(ContentPart.Other.class, (other) -> assertThat(other.json()).isEqualTo(part));
	}

	@Test
	void shouldReadStepsThatSayLittle() {
		answer("""
				{"data":[{"id":"step_1","step_details":{"type":"tool_calls","tool_calls":[
				 {"id":"call_1","type":"azure_ai_search"},{"function":{"name":"f","arguments":"{}"}}]}},
				 {"step_details":{"type":"wait","until":1}},{}]}""");
		assertThat(this.gateway.steps(run(RunStatus.COMPLETED), PageQuery.newestFirst()).data()).containsExactly(
				RunStep.builder("step_1", "run_1", "thread_1")
					.type("tool_calls")
					.toolCalls(List.of(RunStep.Call.builder("call_1", "azure_ai_search")
						.json("{\"id\":\"call_1\",\"type\":\"azure_ai_search\"}")
						.build(), RunStep.Call.builder("", "function").name("f").arguments("{}").build()))
					.build(),
				RunStep.builder("", "run_1", "thread_1").type("wait").json("{\"type\":\"wait\",\"until\":1}").build(),
				RunStep.builder("", "run_1", "thread_1").json("{}").build());
	}

	private Run waiting(String action) {
		return load("\"status\":\"requires_action\",\"required_action\":" + action);
	}

	private Run load(String fields) {
		answer("{\"id\":\"run_1\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
		return this.gateway.load("run_1", "thread_1");
	}

}
