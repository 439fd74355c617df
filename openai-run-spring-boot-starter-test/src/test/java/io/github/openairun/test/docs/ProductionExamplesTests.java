package io.github.openairun.test.docs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.github.openairun.RunLimits;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunUsage;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/production.md.
 */
class ProductionExamplesTests {

	private static final Pattern SERIES = Pattern
		.compile("\\b([a-z_]+)_(seconds_count|seconds_sum|tokens_sum)(?:\\{(\\w+)=~?\"([^\"]+)\"})?");

	@Test
	void aRunIsLimitedAndCharged() {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(anyMessage()).usage(100, 20).reply("Shipped");
			Application.run(simulator, OrderTools.class, (context) -> {
				RunOperations runs = context.getBean(RunOperations.class);
				Budget budget = new Budget();
				String customer = "ada";
				String question = "Where is order 17?";
				RunResult result = runs.execute(RunRequest.assistant("support")
					.message(question)
					.limits(RunLimits.defaults().withMaxRounds(3).withMaxCalls(5).withMaxTokens(20_000))
					.maxCompletionTokens(1000)
					.build());
				RunUsage usage = result.usage();
				if (usage != null) {
					budget.charge(customer, usage.totalTokens());
				}
				assertThat(budget.tokens).containsEntry("ada", 120L);
			});
		}
	}

	/**
	 * The series and labels of the queries are those of the meters, as Prometheus names
	 * them.
	 */
	@Test
	void theQueriesAskForMetersThatExist() {
		String meters = Pages.read("docs/observability.md").replace('.', '_');
		List<Block> queries = Block.in("promql");
		assertThat(queries).isNotEmpty().allSatisfy((query) -> {
			Matcher series = SERIES.matcher(query.code());
			assertThat(series.find()).isTrue();
			do {
				assertThat(meters).contains(series.group(1));
				if (series.group(3) != null) {
					assertThat(meters).contains("`" + series.group(3) + "`");
					for (String value : series.group(4).split("\\|")) {
						assertThat(meters).contains("`" + value + "`");
					}
				}
			}
			while (series.find());
			Matcher labels = Pattern.compile("sum by \\(([^)]+)\\)").matcher(query.code());
			while (labels.find()) {
				assertThat(labels.group(1).split(", "))
					.allSatisfy((label) -> assertThat(meters).contains("`" + label + "`"));
			}
			assertThat(count(query.code(), '(')).isEqualTo(count(query.code(), ')'));
		});
		String page = Pages.read("docs/production.md");
		assertThat(page.lines().filter((line) -> line.contains("_runs`")).collect(Collectors.joining()))
			.contains("`openai_run_queued_runs`");
		assertThat(meters).contains("| `openai_run_queued` | gauge | runs |");
	}

	private static long count(String text, char character) {
		return text.chars().filter((other) -> other == character).count();
	}

	static class Budget {

		private final Map<String, Long> tokens = new HashMap<>();

		void charge(String customer, long tokens) {
			this.tokens.merge(customer, tokens, Long::sum);
		}

	}

}
