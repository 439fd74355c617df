package io.github.openairun.wire.responses;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;

import static com.github.tomakehurst.wiremock.client.WireMock.badRequest;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that refuses to work in the background.
 */
class BackgroundTests extends AbstractResponsesGatewayTests {

	private static void refuse(String param, String message) {
		server.stubFor(post(urlPathEqualTo("/v1/responses"))
			.withRequestBody(matchingJsonPath("$[?(@.background == true)]"))
			.willReturn(
					badRequest().withBody("{\"error\":{\"message\":\"" + message + "\",\"param\":" + param + "}}")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"background\"", "null" })
	void switchesToTheForegroundByItself(String param) {
		postReturns("/v1/responses", asking("resp_1"));
		refuse(param, "Background mode is not available.");
		Run run = this.gateway.create(creation(request().message("Hello")));
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(lastBody().has("background")).isFalse();
		assertThat(requests()).hasSize(2);
	}

	@Test
	void remembersTheRefusal() {
		postReturns("/v1/responses", asking("resp_1").with("background", true));
		refuse("\"background\"", "No.");
		Run run = this.gateway.create(creation(request().message("Hello")));
		forgetRequests();
		this.gateway.withApiKey("key-2").submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
		this.gateway.create(creation(request().message("Hello again")));
		assertThat(requests()).filteredOn((request) -> request.startsWith("POST"))
			.containsExactly("POST /v1/responses", "POST /v1/responses");
	}

	@Test
	void switchesWhenARunGoesOnAsWell() {
		Run run = created(asking("resp_1").with("background", true));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").message("msg_1", "Shipped."));
		refuse("\"background\"", "No.");
		assertThat(this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped"))).status())
			.isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void doesNotSwitchForAnotherReason() {
		refuse("\"model\"", "The model does not exist in the background.");
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.gateway.create(creation(request().message("Hello"))));
		assertThat(requests()).hasSize(1);
	}

}
