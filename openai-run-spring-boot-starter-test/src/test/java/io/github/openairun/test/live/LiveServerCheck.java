package io.github.openairun.test.live;

import java.time.Duration;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.support.Timing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tries wire {@code responses} on a real server, and prints what the server answers to
 * the open questions. Only the profile {@code live} runs it; it costs a dozen short
 * responses.
 */
class LiveServerCheck {

	private static final Log logger = LogFactory.getLog(LiveServerCheck.class);

	private final String baseUrl = System.getProperty("openai.live.base-url", "https://api.openai.com/v1");

	private final String model = System.getProperty("openai.live.model", "gpt-4.1-mini");

	private final String apiKey = String.valueOf(System.getenv("OPENAI_API_KEY"));

	@Test
	void runsWithATool() {
		RunResult result = LiveRun.execute(this.baseUrl, this.apiKey, this.model);
		assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(result.text()).containsIgnoringCase("pong");
	}

	@Test
	void answersOpenQuestions() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setDaemon(true);
		scheduler.initialize();
		LiveServer server = new LiveServer(this.baseUrl, this.apiKey, (pause) -> pause(scheduler, pause));
		List<OpenQuestions.Answer> answers = new OpenQuestions(server, this.model).ask();
		logger.warn(this.baseUrl + ", " + this.model + "\n" + OpenQuestions.table(answers));
		assertThat(answers).anyMatch((answer) -> answer.yes() != null);
	}

	private static void pause(TaskScheduler scheduler, Duration pause) {
		try {
			Timing.pause(scheduler, pause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
