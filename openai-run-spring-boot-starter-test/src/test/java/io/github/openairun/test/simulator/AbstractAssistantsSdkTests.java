package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.beta.assistants.Assistant;
import com.openai.models.beta.assistants.AssistantCreateParams;
import com.openai.models.beta.threads.Thread;
import com.openai.models.beta.threads.messages.Message;
import com.openai.models.beta.threads.messages.MessageCreateParams;
import com.openai.models.beta.threads.messages.MessageListParams;
import com.openai.models.beta.threads.runs.RequiredActionFunctionToolCall;
import com.openai.models.beta.threads.runs.Run;
import com.openai.models.beta.threads.runs.RunCreateParams;
import com.openai.models.beta.threads.runs.RunRetrieveParams;
import com.openai.models.beta.threads.runs.RunSubmitToolOutputsParams;
import org.junit.jupiter.api.AfterEach;

/**
 * A simulator of wire Assistants v2, and OpenAI's own SDK, which validates every answer.
 */
@SuppressWarnings("deprecation")
abstract class AbstractAssistantsSdkTests {

	final MutableClock clock = new MutableClock();

	final OpenAiSimulator simulator = OpenAiSimulator.builder()
		.clock(this.clock)
		.queuedFor(Duration.ofSeconds(1))
		.workingFor(Duration.ofSeconds(1))
		.cancellingFor(Duration.ofSeconds(1))
		.start();

	final OpenAIClient client = SdkClient.validating(this.simulator);

	@AfterEach
	void stop() {
		this.client.close();
		this.simulator.close();
	}

	Assistant assistant() {
		FunctionParameters parameters = FunctionParameters.builder()
			.putAdditionalProperty("type", JsonValue.from("object"))
			.putAdditionalProperty("properties", JsonValue.from(Map.of()))
			.build();
		return this.client.beta()
			.assistants()
			.create(AssistantCreateParams.builder()
				.model("gpt-4.1")
				.name("Support")
				.instructions("Help.")
				.addFunctionTool(FunctionDefinition.builder().name("findOrder").parameters(parameters).build())
				.build());
	}

	Thread thread(String text) {
		Thread thread = this.client.beta().threads().create();
		add(thread, text);
		return thread;
	}

	Message add(Thread thread, String text) {
		return this.client.beta()
			.threads()
			.messages()
			.create(thread.id(),
					MessageCreateParams.builder().role(MessageCreateParams.Role.USER).content(text).build());
	}

	Run create(Thread thread) {
		return this.client.beta()
			.threads()
			.runs()
			.create(thread.id(), RunCreateParams.builder().assistantId(assistant().id()).build());
	}

	Run read(Run run) {
		return this.client.beta()
			.threads()
			.runs()
			.retrieve(RunRetrieveParams.builder().threadId(run.threadId()).runId(run.id()).build());
	}

	Run submit(Run run, String... outputs) {
		RunSubmitToolOutputsParams.Builder params = RunSubmitToolOutputsParams.builder()
			.threadId(run.threadId())
			.runId(run.id());
		for (int i = 0; i < outputs.length; i++) {
			params.addToolOutput(RunSubmitToolOutputsParams.ToolOutput.builder()
				.toolCallId(calls(run).get(i).id())
				.output(outputs[i])
				.build());
		}
		return this.client.beta().threads().runs().submitToolOutputs(params.build());
	}

	List<Message> messages(Run run) {
		return this.client.beta()
			.threads()
			.messages()
			.list(run.threadId(), MessageListParams.builder().runId(run.id()).build())
			.data();
	}

	void pass(int seconds) {
		this.clock.advance(Duration.ofSeconds(seconds));
	}

	static List<RequiredActionFunctionToolCall> calls(Run run) {
		return run.requiredAction().orElseThrow().submitToolOutputs().toolCalls();
	}

	static String text(Message message) {
		return message.content().get(0).asText().text().value();
	}

}
