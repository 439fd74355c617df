package io.github.openairun.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.InvalidResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WireResponse}.
 */
class WireResponseTests {

	@ParameterizedTest
	@ValueSource(strings = { " ", ".", "..", "\t\n" })
	void refusesWhatIsNoId(String id) {
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> response(id).id("run_"))
			.withMessageContaining("POST /threads")
			.withMessageContaining("'id'");
	}

	@Test
	void refusesIdsWithoutEnd() {
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> response("a".repeat(1_000_000)).id("run_"))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
		assertThat(response("run_1").id("run_")).isEqualTo("run_1");
	}

	private static WireResponse response(String id) {
		return new WireResponse("POST /threads", Json.object().put("id", id), null, null);
	}

}
