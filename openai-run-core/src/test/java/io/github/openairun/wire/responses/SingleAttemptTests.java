package io.github.openairun.wire.responses;

import org.junit.jupiter.api.Test;

import io.github.openairun.RunRequest;
import io.github.openairun.ServerErrorException;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RunCreation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a gateway without retries, and for conversations that are created beforehand.
 */
class SingleAttemptTests extends AbstractResponsesGatewayTests {

	@Test
	void leavesRetriesOfACreationToTheCaller() {
		postReturns("/v1/responses", aResponse().withStatus(429), "{}");
		assertThatExceptionOfType(RepeatableException.class)
			.isThrownBy(() -> this.gateway.forDrive().create(creation(request().message("Hi"))));
		assertThat(this.scheduler.delays()).isEmpty();
	}

	@Test
	void repeatsWhatIsAskedBeforeACreation() {
		postReturns("/v1/conversations", aResponse().withStatus(503), "{}");
		assertThatExceptionOfType(ServerErrorException.class)
			.isThrownBy(() -> this.gateway.forDrive().create(creation(RunRequest.assistant("support").message("Hi"))));
		assertThat(this.scheduler.delays()).hasSize(1);
	}

	@Test
	void createsAConversationForARunThatHasNone() {
		postReturns("/v1/conversations", "{\"id\":\"conv_2\",\"object\":\"conversation\",\"created_at\":1}");
		RunCreation creation = this.gateway.onThread(creation(RunRequest.assistant("support").message("Hi")));
		assertThat(creation.request().threadId()).isEqualTo("conv_2");
		assertThat(this.gateway.onThread(creation)).isSameAs(creation);
	}

	@Test
	void thereAreNoStreamsWithoutATransport() {
		assertThat(this.gateway.streams()).isNull();
	}

}
