package io.github.openairun.wire;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Metadata}.
 */
class MetadataTests {

	@Test
	void shouldAcceptWhatTheServerAccepts() {
		assertThat(Metadata.write(pairs(16))).hasSize(16);
		String key = "k".repeat(64);
		assertThat(Metadata.write(Map.of(key, "v".repeat(512))).get(key).stringValue()).hasSize(512);
	}

	@Test
	void shouldRefuseTooManyPairs() {
		assertThatIllegalArgumentException().isThrownBy(() -> Metadata.write(pairs(17)))
			.withMessage("'metadata' must not have more than 16 pairs, but has 17");
	}

	@Test
	void shouldNameTooLongKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> Metadata.write(Map.of("k".repeat(65), "v")))
			.withMessageContaining("the key 'kkk")
			.withMessageContaining("64 characters, but has 65");
	}

	@Test
	void shouldNameKeyOfTooLongValueAndLeaveTheValueOut() {
		assertThatIllegalArgumentException().isThrownBy(() -> Metadata.write(Map.of("tenant", "v".repeat(513))))
			.withMessageContaining("the value of 'tenant'")
			.withMessageContaining("512 characters, but has 513")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("vvv"));
	}

	private static Map<String, String> pairs(int count) {
		return IntStream.range(0, count).boxed().collect(Collectors.toMap((i) -> "key" + i, (i) -> "value"));
	}

}
