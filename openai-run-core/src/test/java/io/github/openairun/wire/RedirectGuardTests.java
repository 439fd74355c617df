package io.github.openairun.wire;

import java.net.http.HttpClient;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.RedirectRefusedException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RedirectGuard}: HTTP clients of applications, which follow redirects
 * by themselves otherwise.
 */
class RedirectGuardTests {

	@RegisterExtension
	static final WireMockExtension server = server();

	@RegisterExtension
	static final WireMockExtension other = server();

	private static WireMockExtension server() {
		return WireMockExtension.newInstance().options(wireMockConfig().dynamicPort().http2PlainDisabled(true)).build();
	}

	static Stream<Named<ClientHttpRequestFactory>> factories() {
		return Stream.of(Named.of("simple", new SimpleClientHttpRequestFactory()),
				Named.of("a subclass", new SimpleClientHttpRequestFactory() {
				}), Named.of("buffering", new BufferingClientHttpRequestFactory(new SimpleClientHttpRequestFactory())),
				Named.of("Apache's", new HttpComponentsClientHttpRequestFactory()),
				Named.of("Apache's, built", new HttpComponentsClientHttpRequestFactory(HttpClients.custom().build())),
				Named.of("the JDK's", new JdkClientHttpRequestFactory()));
	}

	@ParameterizedTest
	@MethodSource("factories")
	void doesNotFollowToAnotherOrigin(ClientHttpRequestFactory factory) {
		for (boolean intercepted : new boolean[] { false, true }) {
			for (int status : new int[] { 301, 302, 303, 307, 308 }) {
				redirect(status, other.baseUrl() + "/things");
				for (WireRequest request : requests()) {
					assertThatExceptionOfType(RedirectRefusedException.class)
						.isThrownBy(() -> client(factory, intercepted).exchange(request))
						.withMessageContaining(String.valueOf(other.getPort()));
				}
			}
		}
		assertThat(other.getAllServeEvents()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("factories")
	void followsWithinTheOrigin(ClientHttpRequestFactory factory) {
		redirect(307, "/elsewhere");
		server.stubFor(any(urlEqualTo("/elsewhere")).willReturn(okJson("{\"a\":1}")));
		for (WireRequest request : requests()) {
			assertThat(client(factory, false).exchange(request).body().path("a").asInt()).isOne();
		}
	}

	@Test
	void refusesAClientThatCannotBeKeptFromIt() {
		ClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build());
		assertThatIllegalStateException().isThrownBy(() -> client(factory, false))
			.withMessageContaining("followRedirects(NEVER)");
		assertThatIllegalStateException()
			.isThrownBy(() -> client(new BufferingClientHttpRequestFactory(factory), false));
	}

	private static WireRequest[] requests() {
		return new WireRequest[] { WireRequest.get("/things"), StreamFixture.post("/things") };
	}

	private static WireClient client(ClientHttpRequestFactory factory, boolean intercepted) {
		RestClient.Builder builder = RestClient.builder()
			.baseUrl(server.baseUrl())
			.requestFactory(factory)
			.defaultHeader("X-Secret", "s");
		if (intercepted) {
			builder.requestInterceptor((request, body, execution) -> execution.execute(request, body));
		}
		return new WireClient(builder.build(), (request) -> "key", RetryPolicy.defaults(),
				ManualTaskScheduler.jumping())
			.withKeyHeader("api-key");
	}

	private static void redirect(int status, String location) {
		server.stubFor(
				any(urlEqualTo("/things")).willReturn(aResponse().withStatus(status).withHeader("Location", location)));
		other.stubFor(any(anyUrl()).willReturn(okJson("{}")));
	}

}
