package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;

import com.openai.errors.BadRequestException;
import com.openai.models.beta.threads.Thread;
import com.openai.models.beta.threads.ThreadCreateAndRunParams;
import com.openai.models.beta.threads.runs.Run;
import com.openai.models.beta.threads.runs.RunCancelParams;
import com.openai.models.beta.threads.runs.RunStatus;
import com.openai.models.beta.threads.runs.steps.RunStep;
import com.openai.models.beta.threads.runs.steps.StepListParams;
import com.openai.models.beta.threads.runs.steps.StepRetrieveParams;
import org.junit.jupiter.api.Test;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs on wire Assistants v2, driven by OpenAI's own SDK.
 */
@SuppressWarnings("deprecation")
class AssistantsSdkIntegrationTests extends AbstractAssistantsSdkTests {

	@Test
	void runCallsToolsAndCompletes() {
		this.simulator.when(MessageMatcher.message().contains("order 17"))
			.calls(invented("findOrder", Map.of("number", "17")), invented("findCustomer", Map.of("number", "17")))
			.reply((outputs) -> outputs.get("findCustomer") + ": " + outputs.get("findOrder"));
		Thread thread = thread("Where is order 17?");
		Run run = create(thread);
		assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
		pass(1);
		assertThat(read(run).status()).isEqualTo(RunStatus.IN_PROGRESS);
		pass(1);
		run = read(run);
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(calls(run)).extracting((call) -> call.function().name())
			.containsExactly("findOrder", "findCustomer");
		run = submit(run, "shipped", "Ann");
		assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
		pass(2);
		run = read(run);
		assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(run.usage()).isPresent();
		assertThat(text(messages(run).get(0))).isEqualTo("Ann: shipped");
		List<RunStep> steps = this.client.beta()
			.threads()
			.runs()
			.steps()
			.list(StepListParams.builder().threadId(thread.id()).runId(run.id()).build())
			.data();
		assertThat(steps).extracting((step) -> step.type().toString())
			.containsExactly("message_creation", "tool_calls");
		assertThat(this.client.beta()
			.threads()
			.runs()
			.steps()
			.retrieve(StepRetrieveParams.builder()
				.threadId(thread.id())
				.runId(run.id())
				.stepId(steps.get(0).id())
				.build())
			.id()).isEqualTo(steps.get(0).id());
	}

	@Test
	void threadAndRunAreCreatedTogether() {
		this.simulator.when(anyMessage()).refuse("No.");
		Run run = this.client.beta()
			.threads()
			.createAndRun(ThreadCreateAndRunParams.builder()
				.assistantId(assistant().id())
				.thread(ThreadCreateAndRunParams.Thread.builder()
					.addMessage(ThreadCreateAndRunParams.Thread.Message.builder()
						.role(ThreadCreateAndRunParams.Thread.Message.Role.USER)
						.content("Hi")
						.build())
					.build())
				.build());
		pass(2);
		assertThat(read(run).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(messages(run).get(0).content().get(0).refusal()).isPresent();
	}

	@Test
	void waitingRunLocksItsThreadUntilItIsCancelled() {
		this.simulator.when(anyMessage()).calls(invented("findOrder", Map.of())).reply("Done");
		Thread thread = thread("Hi");
		Run run = create(thread);
		pass(2);
		assertThat(read(run).status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> create(thread))
			.withMessageContaining("already has an active run");
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> add(thread, "More"))
			.withMessageContaining("while a run " + run.id() + " is active");
		RunCancelParams cancel = RunCancelParams.builder().threadId(thread.id()).runId(run.id()).build();
		assertThat(this.client.beta().threads().runs().cancel(cancel).status()).isEqualTo(RunStatus.CANCELLING);
		pass(1);
		assertThat(read(run).status()).isEqualTo(RunStatus.CANCELLED);
		add(thread, "More");
	}

	@Test
	void runFails() {
		this.simulator.when(anyMessage()).fail("rate_limit_exceeded", "Too much");
		Run run = create(thread("Hi"));
		pass(2);
		assertThat(read(run).lastError())
			.hasValueSatisfying((error) -> assertThat(error.message()).isEqualTo("Too much"));
	}

	@Test
	void runStaysIncomplete() {
		this.simulator.when(anyMessage()).incomplete("max_completion_tokens");
		Run run = create(thread("Hi"));
		pass(2);
		assertThat(read(run).incompleteDetails()).isPresent();
	}

	@Test
	void runExpires() {
		this.simulator.when(anyMessage()).calls(invented("findOrder", Map.of())).reply("Done");
		Run run = create(thread("Hi"));
		pass(600);
		assertThat(read(run).status()).isEqualTo(RunStatus.EXPIRED);
	}

}
