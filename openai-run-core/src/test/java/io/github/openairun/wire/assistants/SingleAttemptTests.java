package io.github.openairun.wire.assistants;

import org.junit.jupiter.api.Test;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ServerErrorException;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for a gateway without retries, and for threads that are created beforehand.
 */
class SingleAttemptTests extends WithServer {

	private final ManualTaskScheduler scheduler = ManualTaskScheduler.jumping();

	private final RunGateway single = new AssistantsGateway(new WireClient(RestClient.builder()
		.baseUrl("http://localhost:" + server.getPort() + "/v1")
		// Apache's client, which would be detected, repeats requests by itself.
		.requestFactory(new JdkClientHttpRequestFactory())
		.build(), (request) -> "sk-test", RetryPolicy.defaults(), this.scheduler), true).forDrive();

	@Test
	void leavesRetriesToTheCaller() {
		answer(aResponse().withStatus(503));
		assertThatExceptionOfType(RepeatableException.class)
			.isThrownBy(() -> this.single.refresh(run(RunStatus.IN_PROGRESS)))
			.satisfies((failure) -> assertThat(failure.failure()).isInstanceOf(ServerErrorException.class));
		assertThat(requests()).hasSize(1);
		assertThat(this.scheduler.delays()).isEmpty();
	}

	@Test
	void repeatsWhatIsAskedBeforeACreation() {
		server.stubFor(get(urlPathEqualTo("/v1/assistants/asst_1")).willReturn(aResponse().withStatus(503)));
		assertThatExceptionOfType(ServerErrorException.class)
			.isThrownBy(() -> this.single.create(creation(onThread(), FIND_ORDER)));
		assertThat(requests()).hasSize(3);
		assertThat(this.scheduler.delays()).hasSize(2);
	}

	@Test
	void createsAThreadOnlyForARunThatNeedsOne() {
		RunCreation creation = creation(RunRequest.assistant("support").message("Hi"));
		assertThat(this.single.onThread(creation)).isSameAs(creation);
		RunCreation given = creation(onThread().additionalInstructions("Be brief"));
		assertThat(this.single.onThread(given)).isSameAs(given);
		assertThat(requests()).isEmpty();
		answer("{\"id\":\"thread_2\",\"object\":\"thread\",\"created_at\":1795305600}");
		RunCreation needed = this.single
			.onThread(creation(RunRequest.assistant("support").message("Hi").additionalInstructions("Be brief")));
		assertThat(needed.request().threadId()).isEqualTo("thread_2");
		assertThat(needed.request().messages()).hasSize(1);
		assertOnlyRequest("POST /v1/threads", "{}");
	}

	@Test
	void leavesNoThreadBehindForARunThatCannotBeCreated() {
		RunRequest.Builder request = RunRequest.assistant("support").additionalInstructions("x").maxPromptTokens(5);
		assertThatIllegalArgumentException().isThrownBy(() -> this.single.onThread(creation(request)));
		assertThat(requests()).isEmpty();
	}

}
