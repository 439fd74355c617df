package io.github.openairun.wire;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.RedirectRefusedException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Redirects stay within the origin and leave a request as it is, or are not followed.
 */
class RedirectTests {

	@RegisterExtension
	static final WireMockExtension server = server();

	@RegisterExtension
	static final WireMockExtension other = server();

	private static WireMockExtension server() {
		return WireMockExtension.newInstance().options(wireMockConfig().dynamicPort().http2PlainDisabled(true)).build();
	}

	@BeforeEach
	void answer() {
		for (WireMockExtension each : List.of(server, other)) {
			each.stubFor(any(anyUrl()).willReturn(okJson("{}")));
			each.stubFor(any(anyUrl()).withHeader("Accept", containing("text/event-stream"))
				.willReturn(ok(StreamFixture.run("completed")).withHeader("Content-Type", "text/event-stream")));
		}
	}

	static Stream<Arguments> everything() {
		return Stream.of(301, 302, 303, 307, 308)
			.flatMap((status) -> Stream.of(HttpMethod.GET, HttpMethod.POST)
				.flatMap(
						(method) -> Stream.of(true, false).map((streamed) -> new Arguments(status, method, streamed))));
	}

	@ParameterizedTest
	@MethodSource("everything")
	void doesNotFollowToAnotherOrigin(Arguments arguments) {
		redirect(arguments.status, other.baseUrl() + "/runs");
		Throwable failure = arguments.send(StreamFixture::new);
		assertThat(failure).isInstanceOf(RedirectRefusedException.class)
			.hasMessageContainingAll(arguments.method + " /runs", origin(server), origin(other), "openai.base-url",
					"(" + arguments.status + ")");
		assertThat(requests(other)).isEmpty();
		assertThat(requests(server)).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("everything")
	void followsWithinTheOriginIfTheRequestStaysAsItIs(Arguments arguments) {
		redirect(arguments.status, "/elsewhere?a=b");
		Throwable failure = arguments.send(StreamFixture::new);
		if (arguments.method == HttpMethod.POST && arguments.status < 307) {
			assertThat(failure).isInstanceOf(RedirectRefusedException.class)
				.hasMessageContaining("it would turn the POST into a GET");
			assertThat(requests(server)).hasSize(1);
			return;
		}
		assertThat(failure).isNull();
		assertThat(requests(server)).hasSize(2);
		LoggedRequest first = requests(server).get(1);
		LoggedRequest second = requests(server).get(0);
		assertThat(second.getUrl()).isEqualTo("/elsewhere?a=b");
		assertThat(second.getMethod()).isEqualTo(first.getMethod());
		assertThat(second.getBodyAsString()).isEqualTo(first.getBodyAsString());
		assertThat(second.getHeader("Authorization")).isEqualTo("Bearer key-1");
		assertThat(second.getHeader("X-Tenant")).isEqualTo("t1");
		assertThat(second.getHeader("Accept")).isEqualTo(first.getHeader("Accept"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void doesNotFollowForEver(boolean streamed) {
		redirect(307, "/runs");
		assertThat(new Arguments(307, HttpMethod.POST, streamed).send(StreamFixture::new))
			.isInstanceOf(RedirectRefusedException.class)
			.hasMessageContaining("there were 5 redirects before it");
		assertThat(requests(server)).hasSize(6);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void doesNotLeaveTheOriginLater(boolean streamed) {
		redirect(307, "/second");
		server.stubFor(any(urlEqualTo("/second"))
			.willReturn(aResponse().withStatus(307).withHeader("Location", other.baseUrl() + "/runs")));
		assertThat(new Arguments(307, HttpMethod.POST, streamed).send(StreamFixture::new))
			.isInstanceOf(RedirectRefusedException.class)
			.hasMessageContainingAll(origin(server), origin(other));
		assertThat(requests(other)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void followsNoneIfToldSo(boolean streamed) {
		redirect(307, "/elsewhere");
		try (StreamFixture fixture = new StreamFixture(server.baseUrl())) {
			assertThat(new Arguments(307, HttpMethod.GET, streamed).send(fixture.client.withoutRedirects()))
				.isInstanceOf(RedirectRefusedException.class)
				.hasMessageContaining("spring.http.clients.redirects");
		}
		assertThat(requests(server)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "http://api.example, http://api.example:80/x, true",
			"https://api.example/v1, https://API.example:443, true",
			"https://user:pass@api.example/v1, https://api.example/v1/, true", "https://api.example/v1, /v2, true",
			"https://api.example/v1, ../v2, true", "https://api.example/v1, //evil.example/v1, false",
			"https://api.example/v1, http://api.example/v1, false",
			"https://api.example/v1, https://api.example:8443/v1, false",
			"https://api.example/v1, https://api.example@evil.example/v1, false",
			"https://api.example/v1, https://api.example.evil.example/v1, false",
			"https://api.example/v1, https:\\\\evil.example/, false",
			"https://api.example/v1, mailto:me@api.example, false", "https://api.example/v1, https:///v1, false",
			"http://[::1]/v1, http://[::1]:80/v2, true", "http://[::1]/v1, http://[::1]:81/v2, false",
			"http://my_server/v1, http://my_server:80/v2, true", "http://my_server/v1, http://other_server/v2, false" })
	void comparesOrigins(String from, String location, boolean same) {
		Redirect redirect = Redirect.of(URI.create(from), 307, location);
		assertThat(redirect).isNotNull();
		assertThat(redirect.target(HttpMethod.POST) != null).isEqualTo(same);
	}

	@Test
	void showsNoCredentialsAndNoLongNames() {
		Redirect redirect = Redirect.of(URI.create("https://me:secret@api.example/v1"), 307,
				"https://you:secret@" + "a".repeat(5000) + "/v1?key=secret");
		assertThat(redirect).isNotNull();
		assertThat(redirect.refusal(StreamFixture.post("/runs"), true, PropertyNames.DEFAULT).getMessage())
			.doesNotContain("secret")
			.contains("https://api.example:443")
			.hasSizeLessThan(600);
	}

	@Test
	void refusesAClientThatFollowsByItself() {
		StreamTransport transport = new StreamTransport(StreamTransport.Settings.defaults(),
				(executor) -> HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build(),
				new ManualTaskScheduler());
		assertThatIllegalStateException().isThrownBy(transport::client).withMessageContaining("followRedirects(NEVER)");
	}

	private static void redirect(int status, String location) {
		server.stubFor(
				any(urlEqualTo("/runs")).willReturn(aResponse().withStatus(status).withHeader("Location", location)));
	}

	/** The last first. */
	private static List<LoggedRequest> requests(WireMockExtension server) {
		return server.getAllServeEvents().stream().map((event) -> event.getRequest()).toList();
	}

	private static String origin(WireMockExtension server) {
		return "http://localhost:" + server.getPort();
	}

	record Arguments(int status, HttpMethod method, boolean streamed) {

		Throwable send(Function<String, StreamFixture> fixtures) {
			try (StreamFixture fixture = fixtures.apply(server.baseUrl())) {
				return send(fixture.client);
			}
		}

		Throwable send(WireClient client) {
			WireRequest request = (this.method == HttpMethod.GET) ? WireRequest.get("/runs")
					: StreamFixture.post("/runs");
			if (!this.streamed) {
				return catchThrowable(() -> client.exchange(request));
			}
			EventLog log = EventLog.of(client.stream(new StreamFixture.Protocol(request)));
			Throwable failure = catchThrowable(log::completed);
			return (failure != null) ? failure.getCause().getCause() : null;
		}

	}

}
