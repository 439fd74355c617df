package io.github.openairun.test.docs.start;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.openairun.test.docs.Pages;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.ServerProfile;
import io.github.openairun.test.simulator.StandAloneSimulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application of docs/start.md, against the simulator that the page starts.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartTests {

	@Test
	void theSameApplicationRunsOnOllama(CapturedOutput output) {
		try (OpenAiSimulator ollama = OpenAiSimulator.builder().profile(ServerProfile.OLLAMA).improvise(true).start()) {
			ShopApplication.main(new String[] { "--openai.base-url=" + ollama.baseUrl(), "--openai.api-key=none",
					"--openai.run.threads=application", "--openai.run.assistants.support.model=qwen3",
					"--spring.main.web-application-type=none" });
		}
		assertThat(output.getOut()).contains("findOrder says: {\"number\":\"17\"");
	}

	@Test
	void theApplicationPrintsWhatThePageShows(CapturedOutput output) {
		String reply = Pages.between(Pages.read("docs/start.md"), "```text\n", "```");
		try (OpenAiSimulator simulator = StandAloneSimulator.start(0)) {
			ShopApplication.main(new String[] { "--openai.base-url=" + simulator.baseUrl(), "--openai.api-key=any",
					"--spring.main.web-application-type=none", "--spring.main.banner-mode=off" });
		}
		assertThat(output.getOut()).contains(reply);
	}

}
