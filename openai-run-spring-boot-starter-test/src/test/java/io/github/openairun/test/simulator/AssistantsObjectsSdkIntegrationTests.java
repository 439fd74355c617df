package io.github.openairun.test.simulator;

import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.models.beta.assistants.Assistant;
import com.openai.models.beta.assistants.AssistantUpdateParams;
import com.openai.models.beta.threads.Thread;
import com.openai.models.beta.threads.ThreadUpdateParams;
import com.openai.models.beta.threads.messages.Message;
import com.openai.models.beta.threads.messages.MessageDeleteParams;
import com.openai.models.beta.threads.messages.MessageRetrieveParams;
import com.openai.models.beta.threads.runs.Run;
import com.openai.models.beta.threads.runs.RunListParams;
import com.openai.models.beta.threads.runs.RunUpdateParams;
import org.junit.jupiter.api.Test;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Objects on wire Assistants v2, kept and listed through OpenAI's own SDK.
 */
@SuppressWarnings("deprecation")
class AssistantsObjectsSdkIntegrationTests extends AbstractAssistantsSdkTests {

	@Test
	void runsAreListedPageByPage() {
		this.simulator.when(anyMessage()).reply("Done");
		Thread thread = thread("Hi");
		for (int i = 0; i < 3; i++) {
			create(thread);
			pass(2);
		}
		RunListParams params = RunListParams.builder().threadId(thread.id()).limit(2).build();
		assertThat(this.client.beta().threads().runs().list(params).autoPager()).hasSize(3);
	}

	@Test
	void metadataOfARunCanBeModified() {
		this.simulator.when(anyMessage()).reply("Done");
		Run run = create(thread("Hi"));
		RunUpdateParams params = RunUpdateParams.builder()
			.threadId(run.threadId())
			.runId(run.id())
			.metadata(RunUpdateParams.Metadata.builder().putAdditionalProperty("k", JsonValue.from("v")).build())
			.build();
		assertThat(this.client.beta().threads().runs().update(params).metadata()).isPresent();
	}

	@Test
	void assistantsAreKept() {
		Assistant assistant = assistant();
		assertThat(this.client.beta().assistants().retrieve(assistant.id()).model()).isEqualTo("gpt-4.1");
		assertThat(this.client.beta()
			.assistants()
			.update(assistant.id(), AssistantUpdateParams.builder().name("Other").build())
			.name()).contains("Other");
		assertThat(this.client.beta().assistants().list().data()).hasSize(1);
		assertThat(this.client.beta().assistants().delete(assistant.id()).deleted()).isTrue();
	}

	@Test
	void threadsAndMessagesAreKept() {
		Thread thread = thread("Hi");
		Message message = add(thread, "More");
		assertThat(this.client.beta()
			.threads()
			.messages()
			.retrieve(MessageRetrieveParams.builder().threadId(thread.id()).messageId(message.id()).build())
			.id()).isEqualTo(message.id());
		assertThat(this.client.beta().threads().messages().list(thread.id()).data()).hasSize(2);
		assertThat(this.client.beta()
			.threads()
			.messages()
			.delete(MessageDeleteParams.builder().threadId(thread.id()).messageId(message.id()).build())
			.deleted()).isTrue();
		this.client.beta()
			.threads()
			.update(thread.id(), ThreadUpdateParams.builder()
				.metadata(ThreadUpdateParams.Metadata.builder().putAdditionalProperty("k", JsonValue.from("v")).build())
				.build());
		assertThat(this.client.beta().threads().retrieve(thread.id()).metadata()).isPresent();
		assertThat(this.client.beta().threads().delete(thread.id()).deleted()).isTrue();
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.client.beta().threads().retrieve(thread.id()))
			.withMessageContaining("No thread found");
	}

}
