package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;

class ToolEventsTests {

	private final RoundFixture rounds = new RoundFixture((builder) -> {
	});

	@AfterEach
	void close() {
		this.rounds.close();
	}

	@Test
	void listenersAreToldOneThingAfterTheOtherAndTheAnswersInTheOrderOfTheCalls() {
		List<String> answered = new ArrayList<>();
		AtomicInteger started = new AtomicInteger();
		AtomicInteger telling = new AtomicInteger();
		this.rounds.listener(new RunListener() {

			@Override
			public void toolCallStarted(Run run, ToolCall call) {
				assertThat(telling.incrementAndGet()).isEqualTo(1);
				started.incrementAndGet();
				telling.decrementAndGet();
			}

			@Override
			public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
				assertThat(telling.incrementAndGet()).isEqualTo(1);
				answered.add(call.id() + " " + outcome.text());
				telling.decrementAndGet();
			}

		});
		List<ToolOutput> outputs = this.rounds.execute("run_1", "quick", "quick", "quick");
		assertThat(started).hasValue(3);
		assertThat(answered)
			.containsExactlyElementsOf(outputs.stream().map((output) -> output.callId() + " success").toList());
	}

}
