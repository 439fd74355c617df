package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
	void outputsReachTheListenerOneByOneInTheOrderOfTheCalls() {
		List<String> answered = new ArrayList<>();
		AtomicInteger receiving = new AtomicInteger();
		this.rounds.listener((call, output, outcome) -> {
			assertThat(receiving.incrementAndGet()).isEqualTo(1);
			answered.add(call.id() + " " + outcome.text());
			receiving.decrementAndGet();
		});
		List<ToolOutput> outputs = this.rounds.begin("run_1", "quick", "quick", "quick").join();
		assertThat(answered)
			.containsExactlyElementsOf(outputs.stream().map((output) -> output.callId() + " success").toList());
	}

}
