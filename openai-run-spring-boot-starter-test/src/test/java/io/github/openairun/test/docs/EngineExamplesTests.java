package io.github.openairun.test.docs;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class EngineExamplesTests {

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	@BeforeEach
	void script() {
		this.simulator.when(message().contains("order 17")).deltas(3).reply("Shipped");
	}

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void inTheBackground() throws InterruptedException {
		BlockingQueue<String> log = new LinkedBlockingQueue<>();
		Application.run(this.simulator, Object.class, (context) -> {
			RunOperations runs = context.getBean(RunOperations.class);
			RunHandle handle = runs.start(RunRequest.assistant("support").message("Where is order 17?").build());
			handle.result().thenAccept((result) -> log.add(result.text()));
			assertThat(handle.join().text()).isEqualTo("Shipped");
		});
		assertThat(log.poll(10, TimeUnit.SECONDS)).isEqualTo("Shipped");
	}

	@Test
	void streaming() {
		StringBuilder page = new StringBuilder();
		RunRequest request = RunRequest.assistant("support").message("Where is order 17?").build();
		Application.run(this.simulator, Object.class, (context) -> {
			RunOperations runs = context.getBean(RunOperations.class);
			RunResult result = runs.execute(request, new RunListener() {

				@Override
				public void textDelta(Run run, String messageId, String text) {
					page.append(text);
				}

				@Override
				public void messageCompleted(Run run, Message message) {
					page.append("\n");
				}

			});
			assertThat(result.text()).isEqualTo("Shipped");
			assertThat(page).hasToString("Shipped\n");
		});
	}

}
