package io.github.openairun.wire.assistants;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ApiException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.PageQuery;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for the exceptions that {@link AssistantsGateway} makes of what goes wrong.
 */
class ServerErrorsTests extends WithServer {

	@ParameterizedTest
	@CsvSource({ "400, BadRequestException", "401, AuthenticationException", "403, PermissionDeniedException",
			"404, RunNotFoundException", "409, ConflictException", "422, UnprocessableEntityException",
			"429, RateLimitException", "500, ServerErrorException", "503, ServerErrorException" })
	void shouldTellEverythingThatTheServerSaid(int status, String expected) {
		answer(aResponse().withStatus(status)
			.withHeader("x-request-id", "req_1")
			.withBody("{\"error\":{\"message\":\"Sorry\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"}}"));
		ApiException ex = catchThrowableOfType(ApiException.class, () -> this.gateway.load("run_1", "thread_1"));
		assertThat(ex.getClass().getSimpleName()).isEqualTo(expected);
		assertThat(ex.status()).isEqualTo(status);
		assertThat(ex.type()).isEqualTo("t");
		assertThat(ex.param()).isEqualTo("p");
		assertThat(ex.code()).isEqualTo("c");
		assertThat(ex.requestId()).isEqualTo("req_1");
		assertThat(ex).hasMessageContaining("GET /threads/thread_1/runs/run_1").hasMessageContaining("Sorry");
	}

	@ParameterizedTest
	@CsvSource({ "400, BadRequestException", "401, AuthenticationException", "403, PermissionDeniedException",
			"404, RunNotFoundException", "409, ConflictException", "422, UnprocessableEntityException",
			"429, RateLimitException", "408, RunOutcomeUnknownException", "500, RunOutcomeUnknownException",
			"503, RunOutcomeUnknownException" })
	void shouldTellRefusedSubmissionsFromThoseThatMayHaveWorked(int status, String expected) {
		answer(aResponse().withStatus(status).withBody("{\"error\":{\"message\":\"Sorry\"}}"));
		RuntimeException ex = catchThrowableOfType(RuntimeException.class, () -> this.gateway
			.submitToolOutputs(run(RunStatus.REQUIRES_ACTION, "call_1"), List.of(new ToolOutput("call_1", "1"))));
		assertThat(ex.getClass().getSimpleName()).isEqualTo(expected);
		assertThat(requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-",
			value = { "{\"code\":\"500\",\"message\":\"Oops\"}|Oops|500", "{\"error\":\"Oops\"}|Oops|-",
					"<html>Oops</html>|<html>Oops</html>|-",
					"{\"error\":{\"message\":\"Oo|{\"error\":{\"message\":\"Oo|-", "``|``|-" })
	void shouldReadErrorsThatAreNotOpenAis(String body, String message, @Nullable String code) {
		answer(aResponse().withStatus(500).withBody(body));
		ApiException ex = catchThrowableOfType(ApiException.class, () -> this.gateway.load("run_1", "thread_1"));
		assertThat(ex.error().message()).isEqualTo(message);
		assertThat(ex.code()).isEqualTo(code);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{\"id\":\"run_1\"", "[]", "<html></html>", "{}", "{\"id\":null}", "{\"id\":\"\"}",
			"{\"id\":{}}" })
	void shouldNameEndpointAndRequestIdOfAnAnswerThatIsNoRun(String body) {
		answer(okJson(body).withHeader("x-request-id", "req_1"));
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.load("run_1", "thread_1"))
			.satisfies((ex) -> {
				assertThat(ex.endpoint()).isEqualTo("GET /threads/thread_1/runs/run_1");
				assertThat(ex.requestId()).isEqualTo("req_1");
			});
	}

	@Test
	void shouldNotGuessTheThreadOfANewRun() {
		answer("{\"id\":\"run_1\"}");
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.create(creation(RunRequest.assistant("support").message("Hi"))))
			.withMessageContaining("thread_id");
	}

	@Test
	void shouldNotTakeAnAnswerWithoutDataForAnEmptyList() {
		answer("{\"object\":\"list\"}");
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.list("thread_1", PageQuery.newestFirst()))
			.withMessageContaining("GET /threads/thread_1/runs")
			.withMessageContaining("'data'");
	}

	@Test
	void shouldNameTheThreadOfARunThatMayHaveBeenCreated() {
		answer(aResponse().withStatus(502));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.create(creation(onThread())))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo("thread_1"));
		assertThat(requests()).hasSize(1);
	}

}
