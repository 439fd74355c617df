package io.github.openairun.wire.assistants;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantNotFoundException;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.NotFoundException;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.RunCreation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for runs that {@link AssistantsGateway} or its server refuses to create.
 */
class RefusedRunTests extends WithServer {

	@Test
	void shouldNotCreateAThreadForARequestThatIsNotLegal() {
		RunCreation creation = creation(
				RunRequest.assistant("support").additionalInstructions("x").maxCompletionTokens(1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation));
		assertThat(requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "maxPromptTokens", "maxCompletionTokens" })
	void shouldNameTokenLimitThatIsTooLow(String parameter) {
		RunRequest.Builder request = parameter.equals("maxPromptTokens") ? onThread().maxPromptTokens(255)
				: onThread().maxCompletionTokens(255);
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation(request)))
			.withMessageStartingWith("'" + parameter + "'")
			.withMessageContaining("at least 256")
			.withMessageContaining("255");
		assertThat(requests()).isEmpty();
	}

	@Test
	void shouldRefuseMoreThanTwentyTools() {
		ToolDefinition[] tools = IntStream.range(0, 21)
			.mapToObj((i) -> new ToolDefinition("tool" + i, null, "{}", false))
			.toArray(ToolDefinition[]::new);
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation(onThread(), tools)))
			.withMessageContaining("at most 20 tools, not 21 ('tool20' is the first one too many)")
			.withMessageContaining("openai.run.assistants.support.tools");
	}

	@Test
	void shouldCheckMetadata() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.create(creation(onThread().metadata(Map.of("k".repeat(65), "v")))))
			.withMessageContaining("metadata");
	}

	@Test
	void shouldNamePropertyOfAnAssistantWithoutId() {
		RunCreation creation = new RunCreation(onThread().build(), Assistant.named("support").build(), List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation))
			.withMessageContaining("openai.run.assistants.support.id");
	}

	@Test
	void shouldRefuseRoleThatThisWireDoesNotHave() {
		Message message = Message.builder("system").content(List.of(ContentPart.text("x"))).build();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.create(creation(onThread().message(message))))
			.withMessageContaining("'system'");
	}

	@Test
	void shouldRefuseIdOfAnotherKindBeforeAnyRequest() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.create(creation(RunRequest.assistant("support").thread("conv_1"))))
			.withMessageContaining("on wire 'responses'");
		assertThat(requests()).isEmpty();
	}

	@Test
	void shouldNameTheRunThatBlocksTheThread() {
		answer(aResponse().withStatus(400).withBody("""
				{"error":{"message":"Thread thread_1 already has an active run run_9.",
				 "type":"invalid_request_error","param":null,"code":null}}"""));
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> this.gateway.create(creation(onThread())))
			.satisfies((ex) -> {
				assertThat(ex.threadId()).isEqualTo("thread_1");
				assertThat(ex.blockingRunId()).isEqualTo("run_9");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "No assistant found with id 'asst_1'.", "asst_1 does not exist", "Unknown Assistant" })
	void shouldTellThatTheAssistantIsMissing(String message) {
		answer(missing(message, "not_found"));
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.gateway.create(creation(onThread())))
			.withMessageContaining("There is no assistant 'asst_1'")
			.withMessageContaining("openai.run.assistants.support.id")
			.withCauseInstanceOf(NotFoundException.class);
	}

	@Test
	void shouldTellThatTheAssistantOfANewThreadIsMissing() {
		answer(missing("No assistant found with id 'asst_1'.", "not_found"));
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.gateway.create(creation(RunRequest.assistant("support"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "No thread found with id 'thread_1'.", "Nothing there",
			"Assistants: there is no thread thread_1" })
	void shouldTellThatTheThreadIsMissing(String message) {
		answer(missing(message, "not_found"));
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.gateway.create(creation(onThread())))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo("thread_1"));
	}

	@Test
	void shouldNotBlameTheThreadForAMissingModel() {
		answer(missing("The model 'm-9' does not exist", "model_not_found"));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.gateway.create(creation(onThread().model("m-9"))))
			.isExactlyInstanceOf(NotFoundException.class);
	}

	private static ResponseDefinitionBuilder missing(String message, String code) {
		return aResponse().withStatus(404)
			.withBody("{\"error\":{\"message\":\"%s\",\"code\":\"%s\"}}".formatted(message, code));
	}

}
