package io.github.openairun.test.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.openairun.RunResult;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Variant;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Proves the code of the live check: the simulator answers every open question, one way
 * and the other.
 */
class OpenQuestionsTests {

	private final FakeTime time = new FakeTime();

	@Test
	void theSimulatorAnswersAsAssumed() {
		List<OpenQuestions.Answer> answers = ask();
		assertThat(answers).hasSameSizeAs(OpenQuestion.values())
			.allSatisfy((answer) -> assertThat(answer.yes()).as(answer.toString())
				.isEqualTo(answer.question().assumption()));
		assertThat(OpenQuestions.table(answers)).contains("Is a second output for an answered call accepted?")
			.doesNotContain("DIFFERS");
	}

	/**
	 * Whether keys are apart is not asked, because it takes the keys of two projects, nor
	 * whether polls are hinted, because a hint may be missing at any time.
	 */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "KEYS_APART", "NO_POLL_HINTS" })
	void everyVariantIsFoundOut(Variant variant) {
		List<OpenQuestions.Answer> answers = ask(variant);
		assertThat(answers).filteredOn((answer) -> answer.yes() != null)
			.isNotEmpty()
			.allSatisfy((answer) -> assertThat(answer.yes() != answer.question().assumption()).as(answer.toString())
				.isEqualTo(answer.question().opposites().contains(variant)));
		assertThat(answers).filteredOn((answer) -> answer.question().opposites().contains(variant))
			.isNotEmpty()
			.allMatch((answer) -> answer.yes() != null);
		assertThat(OpenQuestions.table(answers)).contains("DIFFERS: see Variant [", variant.name());
	}

	@Test
	void aQuestionThatCannotBeAskedSaysWhy() {
		assertThat(ask(Variant.NO_BACKGROUND_ON_CONVERSATIONS))
			.filteredOn((answer) -> answer.question() == OpenQuestion.INPUT_AFTER_CANCEL)
			.singleElement()
			.satisfies((answer) -> assertThat(answer.problem()).contains("status 400", "background"));
	}

	@Test
	void theRunOfTheLiveCheckCompletes() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(message().contains("Call ping"))
				.call("ping", Map.of())
				.reply((outputs) -> outputs.get("ping"));
			RunResult result = LiveRun.execute(simulator.baseUrl(), "sk-test", "gpt-test");
			assertThat(result.text()).isEqualTo("pong");
		}
	}

	private List<OpenQuestions.Answer> ask(Variant... variants) {
		try (OpenAiSimulator simulator = OpenAiSimulator.builder()
			.clock(this.time)
			.workingFor(Duration.ofSeconds(2))
			.vary(variants)
			.start()) {
			simulator.when(message().contains("Call ping")).call("ping", Map.of()).reply("pong");
			simulator.when(message().contains("poem")).incomplete("max_output_tokens");
			simulator.when(anyMessage()).reply("OK");
			LiveServer server = new LiveServer(simulator.baseUrl(), "sk-test", this.time::pass);
			return new OpenQuestions(server, "gpt-test").ask();
		}
	}

	private static final class FakeTime extends Clock {

		private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

		void pass(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
