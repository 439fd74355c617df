package io.github.openairun.benchmarks.engine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures for some minutes, so it is no part of the ordinary build.
 */
@EnabledIfSystemProperty(named = "openai-run.test.nightly", matches = "true", disabledReason = "Only with -Pnightly")
class EngineTableTests {

	@ParameterizedTest
	@CsvSource({ "engine-scale, 7", "engine-stateless, 6", "engine-latency, 5", "engine-cpu, 14" })
	void printsARowForEachGoal(String part, int rows) throws Exception {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		new EngineTable(Sizes.tiny(), List.of(part)).run(new PrintStream(printed, true, StandardCharsets.UTF_8));
		assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(rows + 2);
	}

}
