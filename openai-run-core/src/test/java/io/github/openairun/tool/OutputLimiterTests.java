package io.github.openairun.tool;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OutputLimiterTests {

	private final OutputLimiter limiter = new OutputLimiter(2000, 3000);

	@Test
	void whatFitsStaysAsItIs() {
		List<String> texts = List.of("a".repeat(2000), "b".repeat(1000));
		assertThat(this.limiter.limit(texts)).isEqualTo(texts);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "\u00e4", "\u20ac", "\ud83d\ude00", "a\u00e4\u20ac\ud83d\ude00" })
	void whatIsTooLongIsCutBetweenCharactersAndSaysSo(String pattern) {
		String text = pattern.repeat(3000);
		String cut = this.limiter.limit(List.of(text)).get(0);
		int mark = cut.indexOf("\n[cut: ");
		assertThat(size(cut)).isBetween(1900, 2000);
		assertThat(text).startsWith(cut.substring(0, mark));
		assertThat(cut.charAt(mark - 1)).satisfies((last) -> assertThat(Character.isHighSurrogate(last)).isFalse());
		assertThat(cut).endsWith("\n[cut: " + size(cut.substring(0, mark)) + " of " + size(text) + " bytes]");
	}

	@Test
	void theLongOnesShareWhatTheShortOnesLeave() {
		List<String> limited = this.limiter
			.limit(List.of("a".repeat(5000), "short", "b".repeat(1500), "c".repeat(1000), "d".repeat(300)));
		assertThat(limited.get(1)).isEqualTo("short");
		assertThat(limited.get(4)).isEqualTo("d".repeat(300));
		assertThat(limited.get(0)).contains("[cut: ").hasSizeBetween(800, 900);
		assertThat(limited.get(2)).contains("[cut: ").hasSizeBetween(800, 900);
		assertThat(limited.get(3)).contains("[cut: ").hasSizeBetween(800, 900);
		assertThat(limited.stream().mapToInt(OutputLimiterTests::size).sum()).isBetween(2700, 3000);
	}

	@Test
	void oneLongOutputMayNotUseWhatOthersLeave() {
		List<String> limited = this.limiter.limit(List.of("a".repeat(5000), "short"));
		assertThat(size(limited.get(0))).isBetween(1900, 2000);
	}

	@Test
	void aSingleOutputIsCutAlike() {
		assertThat(this.limiter.limit("a".repeat(5000)))
			.isEqualTo(this.limiter.limit(List.of("a".repeat(5000))).get(0));
		assertThat(this.limiter.limit("\u00e4".repeat(1000))).isEqualTo("\u00e4".repeat(1000));
	}

	private static int size(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

}
