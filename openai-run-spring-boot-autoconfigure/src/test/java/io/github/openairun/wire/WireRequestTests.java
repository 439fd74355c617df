package io.github.openairun.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
