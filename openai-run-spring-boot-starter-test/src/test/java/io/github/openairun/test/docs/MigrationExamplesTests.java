package io.github.openairun.test.docs;

import java.util.List;
import java.util.Map;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.beta.threads.messages.MessageCreateParams;
import com.openai.models.beta.threads.messages.MessageListParams;
import com.openai.models.beta.threads.runs.RequiredActionFunctionToolCall;
import com.openai.models.beta.threads.runs.Run;
import com.openai.models.beta.threads.runs.RunCreateParams;
import com.openai.models.beta.threads.runs.RunRetrieveParams;
import com.openai.models.beta.threads.runs.RunStatus;
import com.openai.models.beta.threads.runs.RunSubmitToolOutputsParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantThread;
import io.github.openairun.BuiltInTool;
import io.github.openairun.Message;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolHandler;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.ServerProfile;
import io.github.openairun.test.simulator.Variant;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/migration.md and docs/assistants.md, before and after.
 */
@SuppressWarnings("deprecation")
class MigrationExamplesTests {

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void before() {
		script();
		this.simulator.assistant("asst_abc123", (assistant) -> assistant.tool("findOrder", "{\"type\":\"object\"}"));
		OpenAIClient client = OpenAIOkHttpClient.builder().baseUrl(this.simulator.baseUrl()).apiKey("sk-test").build();
		assertThat(ask(client)).isEqualTo("Your order: shipped");
		client.close();
	}

	private String ask(OpenAIClient client) {
		var threads = client.beta().threads();
		String threadId = threads.create().id();
		threads.messages()
			.create(threadId,
					MessageCreateParams.builder()
						.role(MessageCreateParams.Role.USER)
						.content("Where is order 17?")
						.build());
		Run run = threads.runs().create(threadId, RunCreateParams.builder().assistantId("asst_abc123").build());
		while (!run.status().equals(RunStatus.COMPLETED)) {
			if (run.status().equals(RunStatus.REQUIRES_ACTION)) {
				var outputs = RunSubmitToolOutputsParams.builder().threadId(threadId).runId(run.id());
				for (RequiredActionFunctionToolCall call : run.requiredAction()
					.orElseThrow()
					.submitToolOutputs()
					.toolCalls()) {
					String output = call(call.function().name(), call.function().arguments());
					outputs.addToolOutput(RunSubmitToolOutputsParams.ToolOutput.builder()
						.toolCallId(call.id())
						.output(output)
						.build());
				}
				run = threads.runs().submitToolOutputs(outputs.build());
			}
			pause();
			run = threads.runs().retrieve(RunRetrieveParams.builder().threadId(threadId).runId(run.id()).build());
		}
		return threads.messages()
			.list(threadId, MessageListParams.builder().runId(run.id()).build())
			.data()
			.get(0)
			.content()
			.get(0)
			.asText()
			.text()
			.value();
	}

	@Test
	void after() {
		script();
		Application.run(this.simulator, MigratedTools.class, (context) -> {
			RunOperations runs = context.getBean(RunOperations.class);
			ThreadOperations threads = context.getBean(ThreadOperations.class);
			assertThat(ask(runs, threads)).isEqualTo("Your order: shipped");
		});
	}

	private String ask(RunOperations runs, ThreadOperations threads) {
		String threadId = threads.create().id();
		return runs.execute(RunRequest.assistant("support").thread(threadId).message("Where is order 17?").build())
			.text();
	}

	@Test
	void historyMovesByMessages() {
		this.simulator.when(message().contains("my name")).reply("Ada");
		Application.run(this.simulator, MigratedTools.class, (context) -> {
			RunOperations runs = context.getBean(RunOperations.class);
			ThreadOperations threads = context.getBean(ThreadOperations.class);
			List<Message> history = List.of(Message.user("I am Ada."), Message.assistant("Hello Ada!"));
			AssistantThread thread = threads.create(history, Map.of("movedFrom", "thread_abc123"));
			RunResult result = runs
				.execute(RunRequest.assistant("support").thread(thread.id()).message("What is my name?").build());
			assertThat(result.text()).isEqualTo("Ada");
			assertThat(threads.load(thread.id()).metadata()).containsEntry("movedFrom", "thread_abc123");
		});
	}

	@Test
	void builtInTools() {
		Assistant assistant = Assistant.named("research")
			.model("gpt-5-mini")
			.builtInTools(BuiltInTool.webSearch(), BuiltInTool.fileSearch("vs_abc123"))
			.build();
		assertThat(assistant.builtInTools()).hasSize(2);
	}

	@Test
	void variants() {
		OpenAiSimulator server = OpenAiSimulator.builder().vary(Variant.INPUT_KEPT, Variant.METADATA_MERGED).start();
		assertThat(server.baseUrl()).startsWith("http://127.0.0.1:");
		server.close();
	}

	@Test
	void profiles() {
		OpenAiSimulator server = OpenAiSimulator.builder().profile(ServerProfile.OLLAMA).start();
		assertThat(server.baseUrl()).startsWith("http://127.0.0.1:");
		server.close();
	}

	private void script() {
		this.simulator.when(message().contains("order 17"))
			.call("findOrder", Map.of("number", "17"))
			.reply((outputs) -> "Your order: " + outputs.get("findOrder"));
	}

	private static String call(String name, String arguments) {
		return name.equals("findOrder") && arguments.contains("17") ? "shipped" : "unknown";
	}

	private static void pause() {
	}

	static class MigratedTools {

		@ToolHandler(description = "Finds an order by its number")
		String findOrder(String number) {
			return number.equals("17") ? "shipped" : "unknown";
		}

	}

}
