package io.github.openairun.support;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogText}.
 */
class LogTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "call_1", "über 'Straße' 😀" })
	void keepsShortText(String text) {
		assertThat(LogText.of(text)).isSameAs(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\rb", "a\u0000b", "a\u001bb", "a\u2028b", "a\u2029b", "a\u202eb", "a\u0085b" })
	void replacesWhatEndsOrHidesALine(String text) {
		assertThat(LogText.of(text)).isEqualTo("a?b");
	}

	@Test
	void cutsLongTextAndStatesItsLength() {
		assertThat(LogText.of("x".repeat(1_000_000))).isEqualTo("x".repeat(128) + "… (1000000 characters)");
	}

	@Test
	void doesNotCutACharacterInHalves() {
		assertThat(LogText.of("x".repeat(127) + "😀")).isEqualTo("x".repeat(127) + "… (129 characters)");
	}

	@Test
	void namesNull() {
		assertThat(LogText.of(null)).isEqualTo("null");
	}

	@Test
	void listsAFewTextsAndStatesTheirNumber() {
		assertThat(LogText.list(List.of("a", "b\nc"))).isEqualTo("[a, b?c]");
		assertThat(LogText.list(Collections.nCopies(5000, "x".repeat(1000)))).hasSizeLessThan(2000)
			.endsWith(", … (5000 in all)]");
	}

}
