package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.RunRequest;
import io.github.openairun.WireNotServedException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for servers that do not have the paths of this wire.
 */
class UnknownPathTests extends AbstractResponsesGatewayTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"200|{\"error\":\"Unexpected endpoint or method. (POST /v1/conversations)\"}|Unexpected endpoint",
			"404|{\"error\":{\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\"}}|File Not Found",
			"200|{}|no 'id'", "404|404 page not found|404 page not found", "405|Method Not Allowed|Method Not Allowed",
			"501|{\"error\":\"Not implemented\"}|Not implemented" })
	void saysThatConversationsAreMissing(int status, String answer, String words) {
		postReturns("/v1/conversations", aResponse().withStatus(status), answer);
		assertThatExceptionOfType(WireNotServedException.class)
			.isThrownBy(() -> this.gateway.create(creation(RunRequest.assistant("support").message("Hi"))))
			.withMessageContaining("POST /conversations")
			.withMessageContaining("openai.run.threads=application")
			.withMessageContaining(words);
		assertThatExceptionOfType(WireNotServedException.class)
			.isThrownBy(() -> this.gateway.forDrive().threads().create(List.of(), Map.of()))
			.withMessageContaining("openai.run.threads=application");
		assertThatExceptionOfType(WireNotServedException.class)
			.isThrownBy(() -> this.gateway.threads().create(List.of(), Map.of()));
	}

	private static void postReturnsPage(String path, String type) {
		server.stubFor(post(urlPathEqualTo(path)).willReturn(
				aResponse().withHeader("Content-Type", type).withBody("\n<!doctype html><title>Welcome</title>")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html; charset=utf-8", "text/plain" })
	void saysThatAWebPageIsNoApi(String type) {
		postReturnsPage("/v1/conversations", type);
		assertThatExceptionOfType(WireNotServedException.class)
			.isThrownBy(() -> this.gateway.create(creation(RunRequest.assistant("support").message("Hi"))))
			.withMessageContaining("openai.base-url")
			.withMessageContaining("openai.run.threads=application")
			.withMessageContaining("the response is a web page");
		postReturnsPage("/v1/responses", type);
		assertThatExceptionOfType(WireNotServedException.class)
			.isThrownBy(() -> this.gateway.create(creation(request().message("Hi"))))
			.withMessageContaining("openai.base-url");
	}

	@Test
	void saysThatResponsesAreMissing() {
		postReturns("/v1/responses", "{\"error\":\"Unexpected endpoint or method. (POST /v1/responses)\"}");
		assertThatExceptionOfType(WireNotServedException.class)
			.isThrownBy(() -> this.gateway.create(creation(request().message("Hi"))))
			.withMessageContaining("openai.base-url")
			.withMessageContaining("Unexpected endpoint");
	}

}
