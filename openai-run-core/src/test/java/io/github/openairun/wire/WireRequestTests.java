package io.github.openairun.wire;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WireRequest}.
 */
class WireRequestTests {

	private final WireRequest request = WireRequest.get("/threads/{thread_id}/runs")
		.thread("thread_id", "thread_1")
		.query("limit", 20)
		.query("after", null)
		.query("order", "asc");

	@Test
	void shouldNameOperationByTemplate() {
		assertThat(this.request.operation()).isEqualTo("GET /threads/{thread_id}/runs");
	}

	@Test
	void shouldNameEndpointWithoutQuery() {
		assertThat(this.request.endpoint()).isEqualTo("GET /threads/thread_1/runs");
	}

	@Test
	void shouldLeaveOutQueryParameterWithoutValue() {
		assertThat(this.request.uriTemplate()).isEqualTo("/threads/{thread_id}/runs?limit={limit}&order={order}");
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:1/v1, http://localhost:1/v1/threads/thread_1/runs?limit=20&order=asc",
			"https://a.example/openai?api-version=v1&x=%20,"
					+ "https://a.example/openai/threads/thread_1/runs?api-version=v1&x=%20&limit=20&order=asc" })
	void shouldResolveAgainstBaseUrl(URI base, URI expected) {
		assertThat(this.request.resolve(base)).isEqualTo(expected);
	}

	@Test
	void shouldKeepQueryOfBaseUrlWithoutOneOfItsOwn() {
		assertThat(WireRequest.get("/threads").resolve(URI.create("http://a.example/v1?api-version=v1")))
			.isEqualTo(URI.create("http://a.example/v1/threads?api-version=v1"));
	}

	@ParameterizedTest
	@CsvSource({ "a/b, a%2Fb", "a?b#c, a%3Fb%23c", "a b, a%20b", "{id}, %7Bid%7D", "ä, %C3%A4", "a%2fb, a%252fb",
			"a+b&c=d;e, a%2Bb%26c%3Dd%3Be" })
	void shouldEncodeValues(String value, String encoded) {
		WireRequest request = WireRequest.get("/x/{id}").variable("id", value).query("after", value);
		assertThat(request.resolve(URI.create("http://a.example")))
			.isEqualTo(URI.create("http://a.example/x/" + encoded + "?after=" + encoded));
	}

	@Test
	void shouldRefuseToLeaveOutVariable() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WireRequest.get("/x/{id}").resolve(URI.create("http://a.example")))
			.withMessage("'id' is not set");
	}

	@Test
	void shouldRepeatOnlyWhatReadsUnlessTold() {
		assertThat(WireRequest.get("/x").isRepeatable()).isTrue();
		assertThat(WireRequest.post("/x").isRepeatable()).isFalse();
		assertThat(WireRequest.delete("/x").isRepeatable()).isFalse();
		assertThat(WireRequest.post("/x").repeatable().isRepeatable()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".", ".." })
	void shouldRefuseValuesThatLeadToAnotherPath(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> WireRequest.get("/x/{id}").variable("id", value))
			.withMessageContaining("'id'");
	}

}
