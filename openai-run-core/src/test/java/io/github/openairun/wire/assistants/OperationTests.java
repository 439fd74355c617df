package io.github.openairun.wire.assistants;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.Assistant;
import io.github.openairun.Message;
import io.github.openairun.MessageNotFoundException;
import io.github.openairun.NotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolOutput;
import io.github.openairun.WireNotServedException;
import io.github.openairun.wire.RunGateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what all operations of {@link AssistantsGateway} have in common: method,
 * path, query, headers, body, and what they make of a 404.
 */
class OperationTests extends WithServer {

	private static final PageQuery PAGE = PageQuery.oldestFirst().limit(5).after("x_1").before("x_9");

	private static final String PAGE_QUERY = "?limit=5&order=asc&after=x_1&before=x_9";

	private static final String ASSISTANT = "{\"id\":\"asst_1\",\"object\":\"assistant\",\"model\":\"m\"}";

	private static final String THREAD = "{\"id\":\"thread_1\",\"object\":\"thread\",\"created_at\":1}";

	private static final String DELETED = "{\"id\":\"x\",\"deleted\":true}";

	static Stream<Operation> operations() {
		Assistant assistant = SUPPORT.mutate().model("m").build();
		return Stream.of(
				new Operation("create run", "POST /v1/threads/thread_1/runs", "{\"assistant_id\":\"asst_1\"}", RUN,
						(gateway) -> gateway.create(creation(onThread())), ThreadNotFoundException.class),
				new Operation("create thread and run", "POST /v1/threads/runs", "{\"assistant_id\":\"asst_1\"}", RUN,
						(gateway) -> gateway.create(creation(RunRequest.assistant("support"))),
						NotFoundException.class),
				new Operation("load run", "GET /v1/threads/thread_1/runs/run_1", null, RUN,
						(gateway) -> gateway.load("run_1", "thread_1"), RunNotFoundException.class),
				new Operation("refresh run", "GET /v1/threads/thread_1/runs/run_1", null, RUN,
						(gateway) -> gateway.refresh(run(RunStatus.QUEUED)), RunNotFoundException.class),
				new Operation("list runs", "GET /v1/threads/thread_1/runs" + PAGE_QUERY, null, EMPTY_LIST,
						(gateway) -> gateway.list("thread_1", PAGE), ThreadNotFoundException.class),
				new Operation("modify run", "POST /v1/threads/thread_1/runs/run_1", "{\"metadata\":{\"a\":\"1\"}}", RUN,
						(gateway) -> gateway.modify(run(RunStatus.QUEUED), Map.of("a", "1")),
						RunNotFoundException.class),
				new Operation("submit", "POST /v1/threads/thread_1/runs/run_1/submit_tool_outputs",
						"{\"tool_outputs\":[{\"tool_call_id\":\"call_1\",\"output\":\"Shipped\"}]}", RUN,
						(gateway) -> gateway.submitToolOutputs(run(RunStatus.REQUIRES_ACTION, "call_1"),
								List.of(new ToolOutput("call_1", "Shipped"))),
						RunNotFoundException.class),
				new Operation("trace submission", "GET /v1/threads/thread_1/runs/run_1", null, RUN,
						(gateway) -> gateway.traceSubmission(run(RunStatus.REQUIRES_ACTION, "call_1"),
								List.of(new ToolOutput("call_1", "Shipped"))),
						RunNotFoundException.class),
				new Operation("cancel", "POST /v1/threads/thread_1/runs/run_1/cancel", null, RUN,
						(gateway) -> gateway.cancel(run(RunStatus.IN_PROGRESS)), RunNotFoundException.class),
				new Operation("list steps", "GET /v1/threads/thread_1/runs/run_1/steps" + PAGE_QUERY, null, EMPTY_LIST,
						(gateway) -> gateway.steps(run(RunStatus.COMPLETED), PAGE), RunNotFoundException.class),
				new Operation("list messages of run",
						"GET /v1/threads/thread_1/messages?run_id=run_1&limit=100&order=asc", null, EMPTY_LIST,
						(gateway) -> gateway.messages(run(RunStatus.COMPLETED)), ThreadNotFoundException.class),
				new Operation("create thread", "POST /v1/threads", "{}", THREAD,
						(gateway) -> gateway.threads().create(List.of(), Map.of()), NotFoundException.class),
				new Operation("create thread with content", "POST /v1/threads",
						"{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"metadata\":{\"a\":\"1\"}}", THREAD,
						(gateway) -> gateway.threads().create(List.of(Message.user("Hi")), Map.of("a", "1")),
						NotFoundException.class),
				new Operation("load thread", "GET /v1/threads/thread_1", null, THREAD,
						(gateway) -> gateway.threads().load("thread_1"), ThreadNotFoundException.class),
				new Operation("modify thread", "POST /v1/threads/thread_1", "{\"metadata\":{}}", THREAD,
						(gateway) -> gateway.threads().modify("thread_1", Map.of()), ThreadNotFoundException.class),
				new Operation("delete thread", "DELETE /v1/threads/thread_1", null, DELETED,
						(gateway) -> gateway.threads().delete("thread_1"), ThreadNotFoundException.class),
				new Operation("add message", "POST /v1/threads/thread_1/messages",
						"{\"role\":\"user\",\"content\":\"Hi\",\"metadata\":{\"a\":\"1\",\"openairun.nonce\":\"nonce-1\"}}",
						MESSAGE,
						(gateway) -> gateway.threads()
							.addMessage("thread_1", Message.user("Hi").withMetadata(Map.of("a", "1"))),
						ThreadNotFoundException.class),
				new Operation("load message", "GET /v1/threads/thread_1/messages/msg_1", null, MESSAGE,
						(gateway) -> gateway.threads().loadMessage("msg_1", "thread_1"),
						MessageNotFoundException.class),
				new Operation("list messages", "GET /v1/threads/thread_1/messages" + PAGE_QUERY, null, EMPTY_LIST,
						(gateway) -> gateway.threads().messages("thread_1", PAGE), ThreadNotFoundException.class),
				new Operation("create assistant", "POST /v1/assistants", "{\"name\":\"support\",\"model\":\"m\"}",
						ASSISTANT, (gateway) -> gateway.assistants().create(assistant, List.of()),
						NotFoundException.class),
				new Operation("modify assistant", "POST /v1/assistants/asst_1",
						"{\"name\":\"support\",\"model\":\"m\"}", ASSISTANT,
						(gateway) -> gateway.assistants().modify(assistant, List.of()), NotFoundException.class),
				new Operation("load assistant", "GET /v1/assistants/asst_1", null, ASSISTANT,
						(gateway) -> gateway.assistants().load("asst_1"), NotFoundException.class),
				new Operation("list assistants", "GET /v1/assistants" + PAGE_QUERY, null, EMPTY_LIST,
						(gateway) -> gateway.assistants().list(PAGE), NotFoundException.class),
				new Operation("delete assistant", "DELETE /v1/assistants/asst_1", null, DELETED,
						(gateway) -> gateway.assistants().delete("asst_1"), NotFoundException.class));
	}

	@ParameterizedTest
	@MethodSource("operations")
	void shouldSendWhatTheProtocolAsksFor(Operation operation) {
		answer(operation.answer());
		operation.call().accept(this.gateway);
		assertOnlyRequest(operation.methodAndUrl(), operation.body());
		assertThat(requests().get(0).getHeader("OpenAI-Beta")).isEqualTo("assistants=v2");
	}

	@ParameterizedTest
	@MethodSource("operations")
	void shouldLeaveOutBetaHeaderWhenSwitchedOff(Operation operation) {
		answer(operation.answer());
		operation.call().accept(gateway(false));
		assertOnlyRequest(operation.methodAndUrl(), operation.body());
		assertThat(requests().get(0).containsHeader("OpenAI-Beta")).isFalse();
	}

	@ParameterizedTest
	@MethodSource("operations")
	void shouldUseTheOtherKey(Operation operation) {
		answer(operation.answer());
		operation.call().accept(this.gateway.withApiKey("sk-tenant"));
		assertThat(requests()).singleElement().satisfies((request) -> {
			assertThat(request.getHeader("Authorization")).isEqualTo("Bearer sk-tenant");
			assertThat(request.getHeader("OpenAI-Beta")).isEqualTo("assistants=v2");
		});
	}

	@ParameterizedTest
	@MethodSource("operations")
	void shouldNameTheMissingObject(Operation operation) {
		answer(aResponse().withStatus(404)
			.withHeader("x-request-id", "req_1")
			.withBody("{\"error\":{\"message\":\"Nothing found with that id\"}}"));
		assertThatExceptionOfType(operation.missing()).isThrownBy(() -> operation.call().accept(this.gateway))
			.isExactlyInstanceOf(operation.missing())
			.satisfies((ex) -> assertThat(ex.requestId()).isEqualTo("req_1"))
			.withMessageContaining("Nothing found with that id");
	}

	@ParameterizedTest
	@MethodSource("operations")
	void shouldSayWhatToSetWhenTheServerLacksThePath(Operation operation) {
		answer(aResponse().withStatus(404).withBody("{\"error\":{\"message\":\"Invalid URL (POST /v1/x)\"}}"));
		assertThatExceptionOfType(WireNotServedException.class).isThrownBy(() -> operation.call().accept(this.gateway))
			.withMessageContaining("does not serve wire 'assistants'")
			.withMessageContaining("2026-08-26")
			.withMessageContaining("openai.run.wire=responses")
			.withMessageContaining("openai.base-url");
	}

	record Operation(String name, String methodAndUrl, @Nullable String body, String answer, Consumer<RunGateway> call,
			Class<? extends NotFoundException> missing) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
