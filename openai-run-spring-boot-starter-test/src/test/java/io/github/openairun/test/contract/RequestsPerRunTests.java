package io.github.openairun.test.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.util.TestPropertyValues;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.test.docs.Pages;
import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The requests of a run, compared with the table in docs/engine.md.
 */
class RequestsPerRunTests {

	private static final String POLLS = "polls";

	private static final Map<String, String> NAMES = Map.of("CREATE_THREAD", "thread", "CREATE_THREAD_AND_RUN",
			"create", "CREATE_RUN", "create", "GET_RUN", POLLS, "SUBMIT_TOOL_OUTPUTS", "submit", "LIST_MESSAGES",
			"messages");

	@ParameterizedTest
	@MethodSource("trips")
	void areThoseOfTheTable(Wire wire, boolean streamed, boolean inBackground) {
		String row = "| `" + wire.name().toLowerCase(Locale.ROOT) + "` | " + (streamed ? "streamed" : "polled") + " | "
				+ String.join(", ", requests(wire, streamed, inBackground, false)) + " | "
				+ String.join(", ", requests(wire, streamed, inBackground, true)) + " |";
		assertThat(Pages.read("docs/engine.md")).contains(row);
	}

	private static Stream<Arguments> trips() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of(true, false)
				.flatMap((streamed) -> Stream.of(true, false)
					.map((inBackground) -> Arguments.of(wire, streamed, inBackground))));
	}

	private static List<String> requests(Wire wire, boolean streamed, boolean inBackground, boolean tool) {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
			if (tool) {
				simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("It was shipped");
			}
			else {
				simulator.when(anyMessage()).reply("It was shipped");
			}
			try (Application application = new Application(wire, simulator, new FakeTime(),
					(context) -> TestPropertyValues.of("openai.run.streaming=" + (streamed ? "on" : "off"))
						.applyTo(context))) {
				RunOperations runs = application.runs();
				RunRequest request = RunRequest.assistant("support").message("Where is order 17?").build();
				runs.execute(request);
				int before = simulator.exchanges().size();
				RunResult result = inBackground ? runs.start(request).join() : runs.execute(request);
				assertThat(result.text()).isEqualTo("It was shipped");
				return names(simulator.exchanges().subList(before, simulator.exchanges().size()));
			}
		}
	}

	/**
	 * One poll after the other counts once: how many there are is for the server to
	 * decide.
	 */
	private static List<String> names(List<Exchange> exchanges) {
		List<String> names = new ArrayList<>();
		for (Exchange exchange : exchanges) {
			String operation = String.valueOf(exchange.operation());
			String name = NAMES.getOrDefault(operation, operation);
			if (!name.equals(POLLS) || names.isEmpty() || !names.get(names.size() - 1).equals(POLLS)) {
				names.add(name);
			}
		}
		return names;
	}

}
