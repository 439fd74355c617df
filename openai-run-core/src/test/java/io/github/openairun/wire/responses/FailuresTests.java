package io.github.openairun.wire.responses;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.http.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ApiException;
import io.github.openairun.Assistant;
import io.github.openairun.AuthenticationException;
import io.github.openairun.BadRequestException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.NotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.PermissionDeniedException;
import io.github.openairun.RateLimitException;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.UnprocessableEntityException;
import io.github.openairun.UnsupportedRunOperationException;
import io.github.openairun.WireNotServedException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class FailuresTests extends AbstractResponsesGatewayTests {

	@ParameterizedTest
	@MethodSource
	void tellsWhatTheServerSays(int status, String code, Class<? extends ApiException> exception) {
		fails(status, "some_error", code, "Something is wrong.");
		assertThatExceptionOfType(exception).isThrownBy(this::create).satisfies((ex) -> {
			assertThat(ex).isExactlyInstanceOf(exception);
			assertThat(ex.status()).isEqualTo(status);
			assertThat(ex.code()).isEqualTo(code);
			assertThat(ex.requestId()).isEqualTo("req_1");
			assertThat(ex.error().endpoint()).isEqualTo("POST /responses");
		});
	}

	static Stream<Arguments> tellsWhatTheServerSays() {
		return Stream.of(arguments(400, "invalid_prompt", BadRequestException.class),
				arguments(401, "invalid_api_key", AuthenticationException.class),
				arguments(403, "forbidden", PermissionDeniedException.class),
				arguments(404, "model_not_found", NotFoundException.class),
				arguments(413, "too_large", ApiException.class),
				arguments(422, "unprocessable", UnprocessableEntityException.class),
				arguments(429, "insufficient_quota", RateLimitException.class));
	}

	@Test
	void doesNotFindTheConversation() {
		fails(404, "invalid_request_error", null, "Conversation with id 'conv_1' not found.");
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(this::create)
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(CONV));
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503, 504, 408 })
	void doesNotKnowTheOutcomeAndDoesNotRepeat(int status) {
		fails(status, "server_error", null, "Oops.");
		assertThatExceptionOfType(RunOutcomeUnknownException.class).isThrownBy(this::create)
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(CONV));
		assertThat(requests()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(value = Fault.class, names = { "CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE" })
	void doesNotKnowTheOutcomeWhenTheConnectionBreaks(Fault fault) {
		server.stubFor(post(urlPathEqualTo("/v1/responses")).willReturn(aResponse().withFault(fault)));
		assertThatExceptionOfType(RunOutcomeUnknownException.class).isThrownBy(this::create);
		assertThat(requests()).hasSize(1);
	}

	@Test
	void namesTheConversationThatItCreatedWhenTheOutcomeIsUnknown() {
		postReturns("/v1/conversations", "{\"id\":\"conv_9\"}");
		fails(500, "server_error", null, "Oops.");
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.create(creation(RunRequest.assistant("support").message("Hello"))))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo("conv_9"));
	}

	@Test
	void repeatsWhatTheServerDidNotBegin() {
		server.stubFor(post(urlPathEqualTo("/v1/responses")).inScenario("limit")
			.whenScenarioStateIs("Started")
			.willReturn(aResponse().withStatus(429).withHeader("retry-after-ms", "20"))
			.willSetStateTo("free"));
		server.stubFor(post(urlPathEqualTo("/v1/responses")).inScenario("limit")
			.whenScenarioStateIs("free")
			.willReturn(aResponse().withBody(ResponseJson.response("resp_1").toString())));
		assertThat(create().id()).isEqualTo("resp_1");
		assertThat(this.scheduler.delays()).containsExactly(Duration.ofMillis(20));
	}

	@Test
	void saysThatTheThreadIsBusyAndNamesTheRun() {
		created(ResponseJson.response("resp_1").status("queued"));
		postReturns("/v1/responses", aResponse().withStatus(400), locked());
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(this::create).satisfies((ex) -> {
			assertThat(ex.threadId()).isEqualTo(CONV);
			assertThat(ex.blockingRunId()).isEqualTo("resp_1");
			assertThat(ex).hasCauseInstanceOf(BadRequestException.class);
		});
		assertThat(this.scheduler.delays()).isEmpty();
	}

	@Test
	void saysThatTheThreadIsBusyWithoutKnowingTheRun() {
		postReturns("/v1/responses", aResponse().withStatus(400), locked());
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(this::create)
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isNull());
	}

	@Test
	void recognisesABusyThreadByTheMessageAlone() {
		postReturns("/v1/responses", aResponse().withStatus(400), locked().replace("\"conversation_locked\"", "null"));
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(this::create);
	}

	@Test
	void saysThatTheThreadIsBusyWhileACallWaitsForItsOutput() {
		fails(400, "invalid_request_error", null, "No tool output found for function call call_1.");
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(this::create)
			.satisfies((ex) -> assertThat(ex).hasCauseInstanceOf(BadRequestException.class)
				.rootCause()
				.hasMessageContaining("No tool output found"));
	}

	@Test
	void saysWhatToSetWhenTheServerHasNoResponses() {
		server.stubFor(post(urlPathEqualTo("/v1/responses"))
			.willReturn(aResponse().withStatus(404).withBody("<html>Not Found</html>")));
		assertThatExceptionOfType(WireNotServedException.class).isThrownBy(this::create)
			.withMessageContaining("wire 'responses'")
			.withMessageContaining("'openai.run.wire=assistants'")
			.withMessageContaining("'openai.base-url'");
	}

	@Test
	void refusesAResponseWithoutAnId() {
		postReturns("/v1/responses", "{\"object\":\"response\",\"status\":\"queued\"}");
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(this::create)
			.withMessageContaining("POST /responses")
			.withMessageContaining("'id'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "not json", "[]", "null", "" })
	void doesNotKnowTheOutcomeWhenTheAnswerMakesNoSense(String body) {
		postReturns("/v1/responses", body);
		assertThatExceptionOfType(RunOutcomeUnknownException.class).isThrownBy(this::create);
	}

	@Test
	void saysWhatTheWireCannotDo() {
		assertThat(this.gateway.capabilities().wire()).isEqualTo("responses");
		for (RunCapability capability : RunCapability.values()) {
			assertThat(this.gateway.capabilities().supports(capability)).isFalse();
			assertThat(this.gateway.capabilities().reasonAgainst(capability)).isNotBlank();
		}
	}

	@ParameterizedTest
	@MethodSource
	void refusesWhatTheWireCannotDo(RunCapability capability, Consumer<ResponsesGateway> operation) {
		assertThatExceptionOfType(UnsupportedRunOperationException.class)
			.isThrownBy(() -> operation.accept(this.gateway))
			.satisfies((ex) -> assertThat(ex.capability()).isEqualTo(capability))
			.withMessageContaining(this.gateway.capabilities().reasonAgainst(capability));
		assertThat(requests()).isEmpty();
	}

	static Stream<Arguments> refusesWhatTheWireCannotDo() {
		Run run = Run.builder("resp_1", CONV).build();
		Assistant assistant = Assistant.named("support").build();
		return Stream.of(refusal(RunCapability.LIST_RUNS, (gateway) -> gateway.list(CONV, PageQuery.newestFirst())),
				refusal(RunCapability.MODIFY_RUN, (gateway) -> gateway.modify(run, Map.of())),
				refusal(RunCapability.SERVER_ASSISTANTS, (gateway) -> gateway.assistants().load("asst_1")),
				refusal(RunCapability.SERVER_ASSISTANTS,
						(gateway) -> gateway.assistants().list(PageQuery.newestFirst())),
				refusal(RunCapability.MANAGE_ASSISTANTS,
						(gateway) -> gateway.assistants().create(assistant, List.of())),
				refusal(RunCapability.MANAGE_ASSISTANTS,
						(gateway) -> gateway.assistants().modify(assistant, List.of())),
				refusal(RunCapability.MANAGE_ASSISTANTS, (gateway) -> gateway.assistants().delete("asst_1")));
	}

	private static Arguments refusal(RunCapability capability, Consumer<ResponsesGateway> operation) {
		return arguments(capability, operation);
	}

	private Run create() {
		return this.gateway.create(creation(request().message("Hello")));
	}

}
